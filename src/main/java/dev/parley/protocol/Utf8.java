package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes that may or may not be text, RFC 3629. */
public final class Utf8 {

  private Utf8() {}

  /** Whether all the bytes together are valid UTF-8. */
  public static boolean isValid(byte[] bytes) {
    return isAscii(bytes, 0, bytes.length) || decode(bytes, 0, bytes.length).isPresent();
  }

  /** How many bytes the text takes. */
  public static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The text; empty where the bytes are not valid UTF-8. */
  static Optional<String> text(byte[] bytes, int from, int to) {
    if (isAscii(bytes, from, to)) {
      return Optional.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
    return decode(bytes, from, to);
  }

  private static Optional<String> decode(byte[] bytes, int from, int to) {
    try {
      ByteBuffer part = ByteBuffer.wrap(bytes, from, to - from);
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
