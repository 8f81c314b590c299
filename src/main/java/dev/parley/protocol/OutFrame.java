package dev.parley.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole STOMP frame as it leaves, shared by all connections that get the same bytes, with the
 * header of the WebSocket message already before it. Two frames are the same only if they are the
 * same object: nobody compares bytes on the way out.
 */
public final class OutFrame {

  /** What ends a frame, STOMP 1.2 "STOMP Frames". */
  private static final byte[] END = {0};

  /** Below this a message hardly gets shorter, and fits into one packet anyway. */
  private static final int WORTH_COMPRESSING = 1024;

  /** The end-of-line that is a heart-beat, STOMP 1.2 "Heart-beating". */
  public static final OutFrame HEART_BEAT = of(true, new byte[] {'\n'});

  /** The header of a WebSocket message of the server, RFC 6455 section 5.2, then the frame. */
  private final ByteBuffer message;

  private final int start;
  private final boolean text;

  /** The same compressed, once somebody has asked for it. */
  private volatile @Nullable ByteBuffer compressed;

  private OutFrame(ByteBuffer message, int start, boolean text) {
    this.message = message;
    this.start = start;
    this.text = text;
  }

  /**
   * A frame of parts, one after the other.
   *
   * @param text whether they are valid UTF-8
   */
  static OutFrame of(boolean text, byte[]... parts) {
    int size = 0;
    for (byte[] part : parts) {
      size += part.length;
    }
    ByteBuffer message = WebSocketHeader.before(size, text);
    int start = message.position();
    for (byte[] part : parts) {
      message.put(part);
    }
    return new OutFrame(message.flip(), start, text);
  }

  /** A copy of the frame's bytes. */
  public byte[] bytes() {
    byte[] bytes = new byte[size()];
    message.get(start, bytes);
    return bytes;
  }

  /** The frame as one WebSocket message, ready to be written; its bytes not to be changed. */
  public ByteBuffer webSocketMessage() {
    return message.duplicate();
  }

  /**
   * The same compressed by permessage-deflate, RFC 7692, for all who have agreed to that; as it is
   * where that would not be shorter. Its bytes not to be changed.
   */
  public ByteBuffer compressedMessage() {
    if (size() < WORTH_COMPRESSING) {
      return webSocketMessage();
    }
    ByteBuffer made = compressed;
    if (made == null) {
      made = compress();
    }
    return made.duplicate();
  }

  private synchronized ByteBuffer compress() {
    ByteBuffer made = compressed;
    if (made == null) {
      byte[] payload = MessageDeflate.compress(message.duplicate().position(start));
      made = payload.length < size() ? WebSocketHeader.ofCompressed(payload, text) : message;
      compressed = made;
    }
    return made;
  }

  /** Whether the bytes are valid UTF-8, so that they may leave as WebSocket text. */
  public boolean text() {
    return text;
  }

  public int size() {
    return message.limit() - start;
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
    return of(body.length == 0 || Utf8.isValid(body), start, body, END);
  }

  @Override
  public String toString() {
    return size() + " bytes";
  }
}
