package dev.parley.broker;

import dev.parley.protocol.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whether bytes can go to clients as the tail of a message. They go as they are, so a wrong one
 * would break the frames of everybody who gets it.
 */
final class TailCheck {

  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_LENGTH = 9;

  private TailCheck() {}

  /** Header lines of STOMP 1.2, the last one the length of the body, then the body and a NUL. */
  static boolean isSound(byte[] bytes) {
    int line = 0;
    int last = -1;
    while (true) {
      int end = endOfLine(bytes, line);
      if (end < 0) {
        return false;
      }
      if (end == line) {
        break;
      }
      last = line;
      line = end + 1;
    }
    int body = line + 1;
    return last >= 0
        && bytes[bytes.length - 1] == 0
        && length(bytes, last, line - 1) == bytes.length - 1 - body
        && Utf8.isValid(Arrays.copyOf(bytes, line));
  }

  /** Where the line that begins here ends; -1 where it is no header line. */
  private static int endOfLine(byte[] bytes, int start) {
    boolean named = false;
    for (int at = start; at < bytes.length; at++) {
      switch (bytes[at]) {
        case '\n' -> {
          return named || at == start ? at : -1;
        }
        case ':' -> {
          if (at == start || named) {
            return -1;
          }
          named = true;
        }
        case '\\' -> {
          at++;
          if (at == bytes.length || "rnc\\".indexOf(bytes[at]) < 0) {
            return -1;
          }
        }
        case '\r', 0 -> {
          return -1;
        }
        default -> {}
      }
    }
    return -1;
  }

  private static int length(byte[] bytes, int line, int end) {
    int from = line + LENGTH.length;
    int digits = end - from;
    if (digits < 1
        || digits > LONGEST_LENGTH
        || !Arrays.equals(bytes, line, from, LENGTH, 0, LENGTH.length)) {
      return -1;
    }
    int length = 0;
    for (int at = from; at < end; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return -1;
      }
      length = length * 10 + bytes[at] - '0';
    }
    return length;
  }
}
