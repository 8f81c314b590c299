package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Frames as bytes and back (STOMP 1.2, "STOMP Frames"); one instance reads one message. */
final class StompCodec {

  // STOMP 1.2, "Value Encoding": these are never escaped, to stay compatible with 1.0.
  private static final Set<String> PLAIN = Set.of("CONNECT", "STOMP", "CONNECTED");

  private final byte[] bytes;
  private final StompVersion version;
  private int at;

  StompCodec(byte[] bytes, StompVersion version) {
    this.bytes = bytes;
    this.version = version;
  }

  static byte[] encode(StompFrame frame, StompVersion version) {
    StompVersion escaping = PLAIN.contains(frame.command()) ? StompVersion.V1_0 : version;
    StringBuilder head = new StringBuilder(frame.command()).append('\n');
    for (Header header : frame.headers()) {
      head.append(escaping.escape(header.name())).append(':');
      head.append(escaping.escape(header.value())).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.append('\n').toString().getBytes(UTF_8));
    out.writeBytes(frame.body());
    out.write(0);
    return out.toByteArray();
  }

  List<StompFrame> frames() {
    List<StompFrame> frames = new ArrayList<>();
    skipNewlines();
    while (at < bytes.length) {
      frames.add(frame());
      skipNewlines();
    }
    return frames;
  }

  private StompFrame frame() {
    String command = line();
    StompVersion escaping = PLAIN.contains(command) ? StompVersion.V1_0 : version;
    List<Header> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      Header raw = Header.of(line);
      headers.add(new Header(escaping.unescape(raw.name()), escaping.unescape(raw.value())));
    }
    StompFrame head = new StompFrame(command, headers, new byte[0]);
    int end = head.header("content-length").map(this::announcedEnd).orElseGet(this::nextNul);
    StompFrame frame = head.withBody(Arrays.copyOfRange(bytes, at, end));
    at = end + 1;
    return frame;
  }

  private int announcedEnd(String contentLength) {
    long end = at + Long.parseLong(contentLength);
    if (end < at || end >= bytes.length || bytes[(int) end] != 0) {
      throw broken("content-length " + contentLength + " does not end at a NUL");
    }
    return (int) end;
  }

  private int nextNul() {
    for (int end = at; end < bytes.length; end++) {
      if (bytes[end] == 0) {
        return end;
      }
    }
    throw broken("no closing NUL");
  }

  private String line() {
    int start = at;
    while (at < bytes.length && bytes[at] != '\n') {
      if (bytes[at] == 0) {
        throw broken("NUL in the head");
      }
      at++;
    }
    if (at == bytes.length) {
      throw broken("the head has no end");
    }
    int end = at;
    at++;
    // Only STOMP 1.2 allows a carriage return here; in 1.1 it would belong to the value.
    boolean carriageReturn = end > start && bytes[end - 1] == '\r' && version == StompVersion.V1_2;
    return new String(bytes, start, (carriageReturn ? end - 1 : end) - start, UTF_8);
  }

  private void skipNewlines() {
    while (at < bytes.length && (bytes[at] == '\n' || bytes[at] == '\r')) {
      at++;
    }
  }

  private IllegalArgumentException broken(String why) {
    return new IllegalArgumentException(why + " in: " + new String(bytes, UTF_8));
  }
}
