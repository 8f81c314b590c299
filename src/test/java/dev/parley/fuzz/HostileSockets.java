package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** WebSocket frames, RFC 6455 section 5.2, with bits, lengths, masks and an order of any kind. */
public final class HostileSockets {

  private static final int[] OPCODES = {0, 0, 1, 1, 2, 2, 8, 9, 10, 3, 7, 11, 15};

  private final RandomGenerator random;
  private final HostileFrames stomp;

  public HostileSockets(RandomGenerator random) {
    this.random = random;
    this.stomp = new HostileFrames(random);
  }

  /** STOMP in frames as they should be, however many; what is hostile is inside. */
  public byte[] proper(byte[] message) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    int opcode = random.nextBoolean() ? 1 : 2;
    int most = random.nextInt(4) == 0 ? 1 + random.nextInt(200) : Math.max(1, message.length);
    int at = 0;
    do {
      int size = Math.min(most, message.length - at);
      byte[] piece = new byte[size];
      System.arraycopy(message, at, piece, 0, size);
      boolean last = at + size == message.length;
      frames.writeBytes(frame((last ? 0x80 : 0) | (at == 0 ? opcode : 0), piece, size, true));
      at += size;
    } while (at < message.length);
    return frames.toByteArray();
  }

  /** Some frames of which any part may be wrong. */
  public byte[] broken() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = random.nextInt(5); i >= 0; i--) {
      byte[] payload = payload();
      int first = random.nextInt(8) == 0 ? random.nextInt(128) : OPCODES[random.nextInt(13)];
      first |= random.nextInt(4) == 0 ? 0 : 0x80;
      boolean masked = random.nextInt(8) > 0;
      frames.writeBytes(frame(first, payload, length(payload.length), masked));
    }
    byte[] bytes = frames.toByteArray();
    return random.nextInt(4) == 0 ? stomp.mutated(bytes) : bytes;
  }

  private byte[] payload() {
    return switch (random.nextInt(4)) {
      case 0 -> new byte[0];
      case 1 -> new byte[] {(byte) random.nextInt(), (byte) random.nextInt()};
      case 2 -> stomp.value().getBytes(UTF_8);
      default -> stomp.stream();
    };
  }

  private long length(int real) {
    return switch (random.nextInt(16)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(200_000);
      case 2 -> Integer.MAX_VALUE + (long) random.nextInt(3);
      default -> real;
    };
  }

  private byte[] frame(int first, byte[] payload, long length, boolean masked) {
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    int mask = masked ? 0x80 : 0;
    // Now and then in more bytes than it needs.
    boolean wide = random.nextInt(50) == 0;
    if (length >= 0 && length < 126 && !wide) {
      out.put((byte) (mask | (int) length));
    } else if (length >= 0 && length < 65_536 && !(wide && random.nextBoolean())) {
      out.put((byte) (mask | 126)).putShort((short) length);
    } else {
      out.put((byte) (mask | 127)).putLong(length);
    }
    int key = random.nextInt();
    if (masked) {
      out.putInt(key);
    }
    for (int i = 0; i < payload.length; i++) {
      out.put((byte) (payload[i] ^ (masked ? key >>> (24 - 8 * (i & 3)) : 0)));
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }
}
