package dev.parley.protocol;

import com.sun.management.ThreadMXBean;
import dev.parley.fuzz.Fuzz;
import dev.parley.fuzz.HostileFrames;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever a hostile client writes is frames or a refusal, the same however it is cut; and it costs
 * no more than in proportion to what was written.
 */
class HostileBytesTests {

  private static final Duration USUALLY = Duration.ofSeconds(6);
  private static final FrameLimits[] LIMITS = {
    new FrameLimits(64 * 1024, 64), new FrameLimits(200, 4), new FrameLimits(0, 0)
  };

  /** Of memory, in all, while a byte of input is read; small inputs have something for nothing. */
  private static final int MOST_PER_BYTE = 250;

  private static final int MOST_FOR_NOTHING = 64 * 1024;
  private static final int WHOLE = 0;
  private static final List<StompVersion> VERSIONS = List.of(StompVersion.values());

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The frames that came, and what ended them. */
  private record Outcome(List<StompFrame> frames, String end) {

    boolean isSame(Outcome other) {
      boolean same = end.equals(other.end) && frames.size() == other.frames.size();
      for (int i = 0; same && i < frames.size(); i++) {
        StompFrame one = frames.get(i);
        StompFrame another = other.frames.get(i);
        same =
            one.command().equals(another.command())
                && one.headers().equals(another.headers())
                && Arrays.equals(one.body(), another.body());
      }
      return same;
    }
  }

  @Test
  void hostileBytesAreFramesOrARefusalHoweverTheyAreCut() {
    // What is loaded with the first frames does not count.
    IntStream.range(0, 1000).forEach(i -> attempt(new SplittableRandom(i), Long.MAX_VALUE));
    Fuzz.of("decoder", USUALLY).run(random -> attempt(random, MOST_FOR_NOTHING));
  }

  private static void attempt(RandomGenerator random, long forNothing) {
    byte[] bytes = new HostileFrames(random).stream();
    FrameLimits limits = LIMITS[random.nextInt(LIMITS.length)];
    StompVersion version = VERSIONS.get(random.nextInt(VERSIONS.size()));

    long before = THREADS.getCurrentThreadAllocatedBytes();
    Outcome whole = decode(bytes, limits, version, WHOLE, random);
    Outcome cut = decode(bytes, limits, version, 1 + random.nextInt(100), random);
    long spent = THREADS.getCurrentThreadAllocatedBytes() - before;

    if (spent - (long) MOST_PER_BYTE * bytes.length > forNothing) {
      throw new AssertionError(spent + " bytes were spent on " + bytes.length);
    }
    if (!cut.isSame(whole)) {
      throw new AssertionError("in pieces it is " + cut + " instead of " + whole);
    }
    whole.frames().forEach(HostileBytesTests::readHeaders);
  }

  private static Outcome decode(
      byte[] bytes, FrameLimits limits, StompVersion version, int most, RandomGenerator random) {
    FrameDecoder decoder = new FrameDecoder(limits);
    decoder.version(version);
    List<StompFrame> frames = new ArrayList<>();
    try {
      for (int from = 0; from < bytes.length; ) {
        int size = most == WHOLE ? bytes.length : 1 + random.nextInt(most);
        int to = Math.min(bytes.length, from + size);
        decoder.feed(from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to));
        Optional<StompFrame> frame = decoder.next();
        while (frame.isPresent()) {
          frames.add(frame.get());
          if (frames.size() > bytes.length) {
            throw new AssertionError("frames without end");
          }
          frame = decoder.next();
        }
        from = to;
      }
      return new Outcome(frames, "nothing");
    } catch (Refusal refusal) {
      return new Outcome(frames, refusal.code().wire());
    }
  }

  /** Everything that reads a header's value reads it, whatever it is, and says what it read. */
  private static void readHeaders(StompFrame frame) {
    frame.headers().values().forEach(HostileBytesTests::readValue);
  }

  private static void readValue(String value) {
    MessageId.parse(value).ifPresent(id -> same(value, id.toString()));
    ChannelName.parse(value).ifPresent(name -> same(value, name.toString()));
    if (Since.parse(value).orElse(null) instanceof Since.Last(int count) && count < 0) {
      throw new AssertionError("fewer than none: " + value);
    }
    Destination destination = Destination.parse(value).orElse(null);
    if (destination instanceof Destination.UserQueue(String user, String queue)) {
      same(value, "/user/" + UserNames.inDestination(user) + "/queue/" + queue);
      ChannelName.inboxOf(user);
    }
    if (destination instanceof Destination.Topic(ChannelName channel)) {
      same(value, "/topic/" + channel);
    }
    StompVersion.negotiate(Optional.of(value));
    StompVersion.unescape(value);
  }

  private static void same(String written, String read) {
    if (!written.equals(read)) {
      throw new AssertionError('"' + written + "\" was read as \"" + read + '"');
    }
  }
}
