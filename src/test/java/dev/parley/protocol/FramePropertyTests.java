package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.DecodedFrames.Decoded;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client writes, however the network cuts it: the frames are those that were written;
 * and whatever else arrives is frames or a refusal, never another failure.
 */
class FramePropertyTests {

  private static final int RUNS = 3000;
  private static final int MOST_FRAMES = 6;
  private static final String[] PIECES = {
    "a", "b", "-", ":", "\\", "\n", "\r", " ", "ü", "€", "🦜", "content-length", "0"
  };
  private static final String[] GARBAGE = {
    "SEND",
    "CONNECT",
    "\n",
    "\n\n",
    "\r\n",
    "\0",
    ":",
    "\\c",
    "\\",
    "a",
    "content-length:",
    "3",
    "é"
  };

  @Test
  void randomFramesRandomlyCutDecodeToTheSame() {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      List<Decoded> written = new ArrayList<>();
      for (int i = random.nextInt(MOST_FRAMES); i >= 0; i--) {
        written.add(write(stream, random));
      }

      assertThat(decode(stream.toByteArray(), random))
          .as("seed %d", seed)
          .isEqualTo(new Outcome(written, "nothing"));
    }
  }

  @Test
  void garbageIsDecodedOrRefusedAndWhereItIsCutMakesNoDifference() {
    for (long seed = 0; seed < RUNS; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      byte[] bytes = text(random, GARBAGE, 40).getBytes(UTF_8);
      if (random.nextInt(4) == 0 && bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Outcome whole = decode(bytes, random);

      assertThat(decode(bytes, random)).as("seed %d", seed).isEqualTo(whole);
      assertThat(whole.end()).as("seed %d", seed).isIn("nothing", "bad-frame", "too-large");
    }
  }

  private static Decoded write(ByteArrayOutputStream stream, RandomGenerator random) {
    String eol = random.nextBoolean() ? "\n" : "\r\n";
    Map<String, String> headers = headers(random);
    byte[] body = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(200)];
    random.nextBytes(body);
    String command = body.length > 0 || random.nextBoolean() ? "SEND" : "SUBSCRIBE";
    if (hasNul(body) || random.nextBoolean()) {
      headers.put("content-length", Integer.toString(body.length));
    }

    StringBuilder head = new StringBuilder(eol.repeat(random.nextInt(3)));
    head.append(command).append(eol);
    headers.forEach(
        (name, value) -> {
          String line = StompVersion.V1_2.escape(name) + ':' + StompVersion.V1_2.escape(value);
          head.append(line).append(eol);
          if (random.nextInt(4) == 0) {
            head.append(StompVersion.V1_2.escape(name)).append(":repeated").append(eol);
          }
        });
    stream.writeBytes(head.append(eol).toString().getBytes(UTF_8));
    stream.writeBytes(body);
    stream.write(0);
    return Decoded.of(command, headers, body);
  }

  private static Map<String, String> headers(RandomGenerator random) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      headers.put("x" + text(random, PIECES, 4), text(random, PIECES, 8));
    }
    return headers;
  }

  private static boolean hasNul(byte[] body) {
    for (byte b : body) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static String text(RandomGenerator random, String[] pieces, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  /** The frames that came, and what ended them. */
  private record Outcome(List<Decoded> frames, String end) {}

  private static Outcome decode(byte[] bytes, RandomGenerator random) {
    DecodedFrames decoder = new DecodedFrames(DecodedFrames.NO_LIMITS);
    try {
      feed(decoder, bytes, random);
      return new Outcome(decoder.frames(), "nothing");
    } catch (Refusal refusal) {
      return new Outcome(decoder.frames(), refusal.code().wire());
    } catch (RuntimeException failure) {
      // Compared like any other outcome, so that the seed is told.
      return new Outcome(decoder.frames(), failure.toString());
    }
  }

  private static void feed(DecodedFrames decoder, byte[] bytes, RandomGenerator random) {
    int most = 1 + random.nextInt(random.nextBoolean() ? 3 : 300);
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + random.nextInt(most + 1));
      decoder.feed(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
  }
}
