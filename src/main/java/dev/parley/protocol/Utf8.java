package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes that may or may not be text, RFC 3629. */
public final class Utf8 {

  /** Of a character in four bytes. */
  private static final int LONGEST_BEGINNING = 3;

  private Utf8() {}

  /** Whether all the bytes together are valid UTF-8. */
  public static boolean isValid(byte[] bytes) {
    return isAscii(bytes, 0, bytes.length) || decode(bytes, 0, bytes.length).isPresent();
  }

  /** Up to where the bytes are whole characters: before the last one, if it goes on after them. */
  public static int wholeCharacters(byte[] bytes) {
    int earliest = Math.max(0, bytes.length - LONGEST_BEGINNING);
    for (int at = bytes.length - 1; at >= earliest; at--) {
      // Leading ones: 0 of a character in one byte, 1 of one that goes on, 2 to 4 of a first byte.
      int ones = Integer.numberOfLeadingZeros(~(bytes[at] << (Byte.SIZE * 3)));
      if (ones != 1) {
        return at + ones > bytes.length ? at : bytes.length;
      }
    }
    return bytes.length;
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
