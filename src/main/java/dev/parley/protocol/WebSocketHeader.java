package dev.parley.protocol;

import java.nio.ByteBuffer;

/** The few bytes before the payload of a WebSocket frame of a server, RFC 6455 section 5.2. */
public final class WebSocketHeader {

  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;

  private WebSocketHeader() {}

  /** A buffer for header and payload of a whole message; the payload is to be put. */
  static ByteBuffer before(int size, boolean text) {
    return before(size, text ? TEXT : BINARY);
  }

  /** A whole message whose payload is compressed, RFC 7692 section 6. */
  static ByteBuffer ofCompressed(byte[] payload, boolean text) {
    return before(payload.length, COMPRESSED | (text ? TEXT : BINARY)).put(payload).flip();
  }

  /** A buffer for header and payload of an unfragmented frame; the payload is to be put. */
  public static ByteBuffer before(int size, int opCode) {
    int extended = size < 126 ? 0 : size < 65_536 ? Short.BYTES : Long.BYTES;
    ByteBuffer frame = ByteBuffer.allocate(2 + extended + size).put((byte) (FIN | opCode));
    switch (extended) {
      case 0 -> frame.put((byte) size);
      case Short.BYTES -> frame.put((byte) 126).putShort((short) size);
      default -> frame.put((byte) 127).putLong(size);
    }
    return frame;
  }
}
