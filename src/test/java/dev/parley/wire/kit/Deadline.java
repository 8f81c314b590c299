package dev.parley.wire.kit;

import java.time.Duration;

/** A point in time on the monotonic clock until which a test waits. */
final class Deadline {

  /** How long a test waits where it names nothing else. */
  static final Duration USUAL = Duration.ofSeconds(10);

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos());
  }

  /** Never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
