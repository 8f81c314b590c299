package dev.parley.broker;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each round of addresses, 0.2 s to
 * 10 s, less up to a half by chance, so that nodes that lost a broker together do not come back
 * together. For one thread.
 */
final class Backoff {

  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int MOST_DOUBLINGS = 6;

  private final RandomGenerator random;
  private final int round;
  private int failures;

  /**
   * @param round attempts before the wait grows: one for each address
   */
  Backoff(RandomGenerator random, int round) {
    this.random = random;
    this.round = round;
  }

  Duration next() {
    int doublings = Math.min(failures / round, MOST_DOUBLINGS);
    failures++;
    long most = Math.min(SHORTEST.toMillis() << doublings, LONGEST.toMillis());
    return Duration.ofMillis(most - (long) (random.nextDouble() * (most / 2.0)));
  }

  void succeeded() {
    failures = 0;
  }
}
