package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * STOMP as a hostile client writes it: frames by the grammar whose words are exchanged, left out,
 * repeated or lied about; and then, now and then, bytes changed wherever they stand.
 */
public final class HostileFrames {

  private static final int MOST_FRAMES = 4;
  private static final int MOST_HEADERS = 6;
  private static final int MANY_HEADERS = 80;

  private final RandomGenerator random;

  public HostileFrames(RandomGenerator random) {
    this.random = random;
  }

  /** What one client writes: some frames after each other, whole or not. */
  public byte[] stream() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int i = random.nextInt(MOST_FRAMES); i >= 0; i--) {
      stream.writeBytes(frame());
    }
    return random.nextInt(3) == 0 ? mutated(stream.toByteArray()) : stream.toByteArray();
  }

  /** One frame by the grammar, or nearly. */
  public byte[] frame() {
    byte[] body = body();
    StringBuilder head = new StringBuilder("\n".repeat(rarely() ? random.nextInt(5) : 0));
    head.append(command()).append(lineEnd());
    int headers = rarely() ? random.nextInt(MANY_HEADERS) : random.nextInt(MOST_HEADERS);
    header(head, "destination", Words.any(random, Words.DESTINATIONS));
    for (int i = 0; i < headers; i++) {
      header(head, Words.any(random, Words.NAMES), value());
    }
    if (random.nextBoolean()) {
      header(head, "content-length", rarely() ? value() : Integer.toString(body.length));
    }
    head.append(lineEnd());
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(head.toString().getBytes(UTF_8));
    frame.writeBytes(body);
    if (!rarely()) {
      frame.write(0);
    }
    return frame.toByteArray();
  }

  /** The same bytes, some of them changed, doubled, moved or gone. */
  public byte[] mutated(byte[] bytes) {
    byte[] result = bytes;
    for (int i = random.nextInt(8); i >= 0 && result.length > 0; i--) {
      int at = random.nextInt(result.length);
      int to = at + random.nextInt(Math.min(result.length - at, 50) + 1);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt();
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result[at] = 0;
        case 3 -> result = spliced(result, at, to, new byte[0]);
        default -> result = spliced(result, at, at, copy(result, at, to));
      }
    }
    return result;
  }

  /** A word, a number or a filler, for anything that takes a value. */
  public String value() {
    return switch (random.nextInt(8)) {
      case 0 -> Words.filler(random);
      case 1 -> Integer.toString(random.nextInt(-2, 100));
      case 2 -> Words.any(random, Words.DESTINATIONS);
      default -> Words.any(random, Words.VALUES);
    };
  }

  private String command() {
    // Most of them such that the frame is read on.
    List<String> commands = Words.COMMANDS;
    return commands.get(rarely() ? random.nextInt(commands.size()) : random.nextInt(8));
  }

  private String lineEnd() {
    return rarely() ? Words.any(random, Words.LINE_ENDS) : "\n";
  }

  private void header(StringBuilder head, String name, String value) {
    if (rarely() && random.nextBoolean()) {
      head.append(name.isEmpty() ? value : name).append(lineEnd());
      return;
    }
    head.append(name).append(':').append(value).append(lineEnd());
  }

  private byte[] body() {
    byte[] body = Words.filler(random).getBytes(UTF_8);
    if (random.nextInt(4) == 0) {
      random.nextBytes(body);
    }
    return random.nextInt(3) == 0 ? new byte[0] : body;
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }

  private static byte[] copy(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] result = new byte[bytes.length - (to - from) + between.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
    return result;
  }
}
