package dev.parley.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads the lines before a frame's body: the command and the headers. */
final class HeaderParser {

  private static final Set<String> COMMANDS =
      Set.of(
          "CONNECT",
          "STOMP",
          "SEND",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "ACK",
          "NACK",
          "BEGIN",
          "COMMIT",
          "ABORT",
          "DISCONNECT");

  private static final int LONGEST_LENGTH = 9;

  private HeaderParser() {}

  /** The command and the first of each header; the text ends before the blank line's end. */
  static <T> T parse(
      String text,
      StompVersion version,
      FrameLimits limits,
      BiFunction<String, Map<String, String>, T> result) {
    int lineEnd = text.indexOf('\n');
    String command = withoutReturn(text.substring(0, lineEnd));
    if (!COMMANDS.contains(command)) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    // STOMP 1.0 knows no escapes, nor does CONNECT, so that every version can read it.
    boolean connect = command.equals("CONNECT") || command.equals("STOMP");
    boolean escaped = !connect && version != StompVersion.V1_0;
    Map<String, String> headers = new HashMap<>();
    int count = 0;
    int from = lineEnd + 1;
    while (from < text.length()) {
      int to = text.indexOf('\n', from);
      to = to < 0 ? text.length() : to;
      String line = withoutReturn(text.substring(from, to));
      from = to + 1;
      if (line.isEmpty()) {
        break;
      }
      if (!limits.allowsHeaders(++count)) {
        throw new Refusal(RefusalCode.TOO_LARGE);
      }
      put(headers, line, escaped);
    }
    return result.apply(command, headers);
  }

  private static void put(Map<String, String> headers, String line, boolean escaped) {
    int colon = line.indexOf(':');
    if (colon <= 0) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    String name = line.substring(0, colon);
    String value = line.substring(colon + 1);
    if (escaped) {
      name = StompVersion.unescape(name).orElseThrow(HeaderParser::badFrame);
      value = StompVersion.unescape(value).orElseThrow(HeaderParser::badFrame);
    }
    headers.putIfAbsent(name, value);
  }

  /** The number of bytes that a {@code content-length} announces. */
  static int length(String value) {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw badFrame();
    }
    if (value.length() > LONGEST_LENGTH) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
    return Integer.parseInt(value);
  }

  private static Refusal badFrame() {
    return new Refusal(RefusalCode.BAD_FRAME);
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
