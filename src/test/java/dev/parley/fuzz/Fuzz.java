package dev.parley.fuzz;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tries inputs, each made from a seed of its own: that of the first, and one more for each that
 * follows. A failure names the seed, and {@code -Dseed=} begins with it the next time. {@code
 * -Dminutes=} tries for so long, {@code -Dinputs=} so many, whatever the test says.
 */
public final class Fuzz {

  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("SplittableRandom");

  private final String name;
  private final Duration time;
  private final long inputs;
  private final long seed = Long.getLong("seed", ThreadLocalRandom.current().nextInt(1 << 30));
  private final AtomicLong next = new AtomicLong();
  private final LongAdder tried = new LongAdder();

  private Fuzz(String name, Duration time, long inputs) {
    this.name = name;
    this.time = time;
    this.inputs = inputs;
  }

  /** A fuzzer that tries for that long if nobody says otherwise. */
  public static Fuzz of(String name, Duration usually) {
    String minutes = System.getProperty("minutes");
    long inputs = Long.getLong("inputs", Long.MAX_VALUE);
    if (inputs != Long.MAX_VALUE) {
      return new Fuzz(name, Duration.ofDays(1), inputs);
    }
    Duration wanted =
        minutes == null
            ? usually
            : Duration.ofMillis((long) (Double.parseDouble(minutes) * 60_000));
    return new Fuzz(name, wanted, inputs);
  }

  /** A fuzzer that tries so many, whatever anybody says. */
  public static Fuzz of(String name, int inputs) {
    return new Fuzz(name, Duration.ofDays(1), inputs);
  }

  /** What is done with one input; it throws where that goes wrong. */
  @FunctionalInterface
  public interface Attempt {
    void with(RandomGenerator random) throws Exception;
  }

  /** Tries until the time is over or one goes wrong. */
  public void run(Attempt attempt) {
    run(1, attempt);
  }

  /** The same, so many at once, each on a thread of its own. */
  public void run(int atOnce, Attempt attempt) {
    System.out.printf("%s: -Dseed=%d%n", name, seed);
    long end = System.nanoTime() + time.toNanos();
    AtomicReference<@Nullable AssertionError> wrong = new AtomicReference<>();
    Runnable work =
        () -> {
          long own = next.getAndIncrement();
          while (own < inputs && System.nanoTime() < end && wrong.get() == null) {
            attempt(attempt, seed + own, wrong);
            own = next.getAndIncrement();
          }
        };
    if (atOnce == 1) {
      work.run();
    } else {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        IntStream.range(0, atOnce).forEach(i -> threads.execute(work));
      }
    }
    AssertionError first = wrong.get();
    if (first != null) {
      throw first;
    }
    System.out.printf("%s: %d inputs%n", name, tried.sum());
  }

  private void attempt(Attempt attempt, long own, AtomicReference<@Nullable AssertionError> wrong) {
    try {
      attempt.with(RANDOM.create(own));
      tried.increment();
    } catch (Exception | AssertionError failure) {
      wrong.compareAndSet(null, new AssertionError(name + " went wrong; -Dseed=" + own, failure));
    }
  }

  /** How many went well. */
  public long tried() {
    return tried.sum();
  }
}
