package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A whole STOMP frame as it leaves, shared by all connections that get the same bytes. Two frames
 * are the same only if they are the same object: nobody compares bytes on the way out.
 */
public final class OutFrame {

  /** The end-of-line that is a heart-beat, STOMP 1.2 "Heart-beating". */
  public static final OutFrame HEART_BEAT = new OutFrame(new byte[] {'\n'}, true);

  private final byte[] bytes;
  private final boolean text;

  OutFrame(byte[] bytes, boolean text) {
    this.bytes = bytes;
    this.text = text;
  }

  /** The bytes themselves; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether the bytes are valid UTF-8, so that they may leave as WebSocket text. */
  public boolean text() {
    return text;
  }

  public int size() {
    return bytes.length;
  }

  /** A frame of the server without a body, such as RECEIPT. */
  public static OutFrame of(StompVersion version, String command, Map<String, String> headers) {
    return of(version, command, headers, new byte[0]);
  }

  /** A frame of the server; {@code content-length} is added where there is a body. */
  public static OutFrame of(
      StompVersion version, String command, Map<String, String> headers, byte[] body) {
    // CONNECTED is not escaped, so that a client of any version can read it.
    boolean escaped = !command.equals("CONNECTED");
    StringBuilder head = new StringBuilder(96).append(command).append('\n');
    headers.forEach(
        (name, value) -> {
          head.append(escaped ? version.escape(name) : name).append(':');
          head.append(escaped ? version.escape(value) : StompVersion.V1_0.escape(value));
          head.append('\n');
        });
    if (body.length > 0) {
      head.append("content-length:").append(body.length).append('\n');
    }
    byte[] start = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    return new OutFrame(joined(start, body), body.length == 0 || Utf8.isValid(body));
  }

  /** Head, then body, then the NUL that ends a frame. */
  private static byte[] joined(byte[] head, byte[] body) {
    byte[] frame = new byte[head.length + body.length + 1];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(body, 0, frame, head.length, body.length);
    return frame;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
