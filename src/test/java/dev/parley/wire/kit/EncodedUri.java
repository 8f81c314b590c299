package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * The {@code decodeURI} of browsers (ECMA-262 section 19.2.6.1), which sockjs-client applies to
 * every eventsource frame: an unescaped percent sign from the server is an error there, or becomes
 * another character.
 */
final class EncodedUri {

  private static final String KEPT = ";/?:@&=+$,#";

  private final String text;
  private int at;

  private EncodedUri(String text) {
    this.text = text;
  }

  /** Throws {@link WireViolation} where a browser throws. */
  static String decode(String text) {
    return new EncodedUri(text).decoded();
  }

  private String decoded() {
    StringBuilder decoded = new StringBuilder();
    while (at < text.length()) {
      if (text.charAt(at) == '%') {
        decoded.append(character());
      } else {
        decoded.append(text.charAt(at++));
      }
    }
    return decoded.toString();
  }

  private String character() {
    int start = at;
    int first = escapedByte();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(first);
    int length = first < 0x80 ? 1 : Integer.numberOfLeadingZeros(~(first << 24));
    for (int i = 1; i < length; i++) {
      bytes.write(escapedByte());
    }
    if (!MessageAssembler.isUtf8(bytes.toByteArray())) {
      throw malformed();
    }
    String character = bytes.toString(UTF_8);
    return KEPT.contains(character) ? text.substring(start, at) : character;
  }

  private int escapedByte() {
    if (at + 3 > text.length() || text.charAt(at) != '%') {
      throw malformed();
    }
    try {
      int value = HexFormat.fromHexDigits(text, at + 1, at + 3);
      at += 3;
      return value;
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private WireViolation malformed() {
    return new WireViolation("decodeURI throws in a browser for: " + text);
  }
}
