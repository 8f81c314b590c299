package dev.parley.broker;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Frames for a broker. Their headers are ours and hold nothing that has to be escaped, nor does
 * CONNECT, which is never escaped.
 */
final class StompBytes {

  /** What separates a head from the NUL, where the body is empty. */
  private static final String END = "\n\0";

  private StompBytes() {}

  /** A frame without a body. */
  static byte[] frame(String command, Map<String, String> headers) {
    return (lines(command, headers) + END).getBytes(StandardCharsets.UTF_8);
  }

  /** Everything before the digits of {@code content-length}. */
  static byte[] head(String command, Map<String, String> headers) {
    return (lines(command, headers) + "content-length:").getBytes(StandardCharsets.UTF_8);
  }

  private static String lines(String command, Map<String, String> headers) {
    StringBuilder lines = new StringBuilder(command).append('\n');
    headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    return lines.toString();
  }
}
