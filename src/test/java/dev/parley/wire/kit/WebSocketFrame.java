package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket frame (RFC 6455 section 5.2) with any flags, opcode and payload, allowed or not.
 * {@code rsv} holds RSV1 to RSV3 as 4, 2 and 1. The payload is never shown masked and not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes of the wire, made to be looked at.
public record WebSocketFrame(boolean fin, int rsv, int opcode, boolean masked, byte[] payload) {

  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  /** A whole message or control frame, masked as a client has to. */
  public static WebSocketFrame of(int opcode, byte[] payload) {
    return new WebSocketFrame(true, 0, opcode, true, payload);
  }

  public static WebSocketFrame text(String text) {
    return of(TEXT, text.getBytes(UTF_8));
  }

  public static WebSocketFrame close(int code, String reason) {
    byte[] bytes = reason.getBytes(UTF_8);
    return of(
        CLOSE, ByteBuffer.allocate(2 + bytes.length).putShort((short) code).put(bytes).array());
  }

  /** The same frame without FIN: more is to follow. */
  public WebSocketFrame unfinished() {
    return new WebSocketFrame(false, rsv, opcode, masked, payload);
  }

  /** The same frame without a mask, as only a server may send it. */
  public WebSocketFrame unmasked() {
    return new WebSocketFrame(fin, rsv, opcode, false, payload);
  }

  public WebSocketFrame withRsv(int bits) {
    return new WebSocketFrame(fin, bits, opcode, masked, payload);
  }

  /** The frame's bytes under a new random mask, if it is masked. */
  public byte[] encode() {
    return announcing(payload.length, ThreadLocalRandom.current().nextInt());
  }

  /** The frame's bytes under that mask, if it is masked. */
  public byte[] encode(int mask) {
    return announcing(payload.length, mask);
  }

  /** The frame's bytes with an announced length that need not be the payload's. */
  public byte[] announcing(long length) {
    return announcing(length, ThreadLocalRandom.current().nextInt());
  }

  private byte[] announcing(long length, int mask) {
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
    out.put((byte) ((fin ? 0x80 : 0) | (rsv << 4) | opcode));
    int maskBit = masked ? 0x80 : 0;
    if (length < 126) {
      out.put((byte) (maskBit | (int) length));
    } else if (length < 65536) {
      out.put((byte) (maskBit | 126)).putShort((short) length);
    } else {
      out.put((byte) (maskBit | 127)).putLong(length);
    }
    if (masked) {
      out.putInt(mask).put(applied(mask, payload));
    } else {
      out.put(payload);
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /** Reads one frame; empty at a clean end of the stream. */
  public static Optional<WebSocketFrame> read(InputStream stream) throws IOException {
    int first = stream.read();
    if (first < 0) {
      return Optional.empty();
    }
    DataInputStream in = new DataInputStream(stream);
    int second = in.readUnsignedByte();
    boolean masked = (second & 0x80) != 0;
    long length = second & 0x7f;
    if (length == 126) {
      length = shortest(in.readUnsignedShort(), 126);
    } else if (length == 127) {
      length = shortest(in.readLong(), 65536);
    }
    int mask = masked ? in.readInt() : 0;
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (payload.length < length) {
      throw new EOFException("the stream ended inside a frame");
    }
    boolean fin = (first & 0x80) != 0;
    return Optional.of(
        new WebSocketFrame(
            fin, (first >> 4) & 7, first & 15, masked, masked ? applied(mask, payload) : payload));
  }

  // RFC 6455 section 5.2: the minimal number of bytes must be used to encode the length.
  private static long shortest(long length, long atLeast) {
    if (length < atLeast) {
      throw new WireViolation("a length of " + length + " in more bytes than it needs");
    }
    return length;
  }

  private static byte[] applied(int mask, byte[] payload) {
    byte[] result = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      result[i] = (byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
    }
    return result;
  }

  @Override
  public String toString() {
    return "WebSocketFrame[fin=%s, rsv=%d, opcode=%d, masked=%s, %d bytes]"
        .formatted(fin, rsv, opcode, masked, payload.length);
  }
}
