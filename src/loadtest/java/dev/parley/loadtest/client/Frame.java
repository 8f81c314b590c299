package dev.parley.loadtest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A frame of STOMP 1.2. The arrays are not copied. */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way, never compared.
record Frame(String command, Map<String, String> headers, byte[] body) {

  static Frame of(String command, String... namesAndValues) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Frame(command, headers, new byte[0]);
  }

  Frame with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Frame(command, more, body);
  }

  Frame withBody(byte[] bytes) {
    return new Frame(command, headers, bytes);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  String text() {
    return new String(body, UTF_8);
  }

  byte[] encode() {
    boolean plain = command.equals("CONNECT");
    StringBuilder head = new StringBuilder(128).append(command).append('\n');
    headers.forEach(
        (name, value) ->
            head.append(plain ? name : escape(name))
                .append(':')
                .append(plain ? value : escape(value))
                .append('\n'));
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length() + body.length + 2);
    out.writeBytes(head.append('\n').toString().getBytes(UTF_8));
    out.writeBytes(body);
    out.write(0);
    return out.toByteArray();
  }

  /** The frames of one message of the wire; none where it is a heart-beat. */
  static List<Frame> decode(byte[] message) throws IOException {
    List<Frame> frames = new ArrayList<>(1);
    int at = 0;
    while (at < message.length) {
      if (message[at] == '\n' || message[at] == '\r') {
        at++;
      } else {
        at = decode(message, at, frames);
      }
    }
    return frames;
  }

  private static int decode(byte[] message, int start, List<Frame> frames) throws IOException {
    int at = lineEnd(message, start);
    final String command = line(message, start, at);
    Map<String, String> headers = HashMap.newHashMap(8);
    for (int from = at + 1; ; from = at + 1) {
      at = lineEnd(message, from);
      String line = line(message, from, at);
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("a header without a colon: " + line);
      }
      headers.putIfAbsent(unescape(line.substring(0, colon)), unescape(line.substring(colon + 1)));
    }
    int end = bodyEnd(message, at + 1, headers);
    frames.add(new Frame(command, headers, Arrays.copyOfRange(message, at + 1, end)));
    return end + 1;
  }

  private static int bodyEnd(byte[] message, int start, Map<String, String> headers)
      throws IOException {
    String length = headers.get("content-length");
    int end = start;
    if (length != null) {
      end += Integer.parseInt(length);
    } else {
      while (end < message.length && message[end] != 0) {
        end++;
      }
    }
    if (end >= message.length || message[end] != 0) {
      throw new IOException("a frame without its NUL");
    }
    return end;
  }

  private static int lineEnd(byte[] message, int from) throws IOException {
    for (int at = from; at < message.length; at++) {
      if (message[at] == '\n') {
        return at;
      }
    }
    throw new IOException("a frame without the end of its head");
  }

  private static String line(byte[] message, int from, int to) {
    boolean carriageReturn = to > from && message[to - 1] == '\r';
    return new String(message, from, (carriageReturn ? to - 1 : to) - from, UTF_8);
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace(":", "\\c").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        out.append(
            switch (escaped) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 'c' -> ':';
              default -> escaped;
            });
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
