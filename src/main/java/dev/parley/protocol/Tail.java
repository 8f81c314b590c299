package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A MESSAGE frame without its first lines: everything that is the same for all who get it. It is
 * made once, where the message enters; the log keeps it, the broker carries it, sockets get it.
 *
 * <p>The bytes are STOMP 1.2 with all escapes, from the {@code destination} header to the NUL.
 */
public final class Tail {

  private final byte[] bytes;
  private final boolean text;
  private final int bodyStart;

  private Tail(byte[] bytes, boolean text, int bodyStart) {
    this.bytes = bytes;
    this.text = text;
    this.bodyStart = bodyStart;
  }

  /** The tail of a new message; the headers in the order given, {@code content-length} added. */
  public static Tail of(Map<String, String> headers, byte[] body) {
    return of(headers, body, StompVersion.V1_2);
  }

  private static Tail of(Map<String, String> headers, byte[] body, StompVersion version) {
    StringBuilder head = new StringBuilder(128);
    headers.forEach(
        (name, value) ->
            head.append(version.escape(name))
                .append(':')
                .append(version.escape(value))
                .append('\n'));
    head.append("content-length:").append(body.length).append("\n\n");
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(start, start.length + body.length + 1);
    System.arraycopy(body, 0, bytes, start.length, body.length);
    return new Tail(bytes, Utf8.isValid(body), start.length);
  }

  /** The same tail, read back from where it was kept. */
  public static Tail ofBytes(byte[] bytes) {
    int at = 1;
    while (at < bytes.length && !(bytes[at] == '\n' && bytes[at - 1] == '\n')) {
      at++;
    }
    if (at >= bytes.length - 1 || bytes[bytes.length - 1] != 0) {
      throw new IllegalArgumentException("not the tail of a message");
    }
    boolean text = Utf8.isValid(Arrays.copyOfRange(bytes, at + 1, bytes.length - 1));
    return new Tail(bytes, text, at + 1);
  }

  /** The bytes themselves; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return bytes.length;
  }

  /** Whether the body is valid UTF-8. */
  public boolean isText() {
    return text;
  }

  /** The headers, unescaped, in their order, without {@code content-length}. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    String head = new String(bytes, 0, bodyStart - 2, StandardCharsets.UTF_8);
    for (String line : head.split("\n", -1)) {
      int colon = line.indexOf(':');
      String name = StompVersion.unescape(line.substring(0, colon)).orElseThrow();
      if (!name.equals("content-length")) {
        headers.put(name, StompVersion.unescape(line.substring(colon + 1)).orElseThrow());
      }
    }
    return headers;
  }

  public byte[] body() {
    return Arrays.copyOfRange(bytes, bodyStart, bytes.length - 1);
  }

  /** The bytes for a client of that style; the very same array for nearly all clients. */
  byte[] bytesFor(HeadStyle style) {
    boolean encode = style.textOnly() && !text;
    boolean rewrite = style.version() != StompVersion.V1_2 && hasEscapes();
    if (!encode && !rewrite) {
      return bytes;
    }
    Map<String, String> headers = headers();
    byte[] body = body();
    if (encode) {
      headers.put("body-encoding", "base64");
      body = Base64.getEncoder().encode(body);
    }
    return of(headers, body, style.version()).bytes;
  }

  private boolean hasEscapes() {
    for (int i = 0; i < bodyStart; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
