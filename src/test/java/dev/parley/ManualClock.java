package dev.parley;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on, or back. For any thread. */
public final class ManualClock implements InstantSource {

  private long millis = 1_700_000_000_000L;

  public synchronized void pass(Duration time) {
    millis += time.toMillis();
  }

  public synchronized void turnBack(Duration time) {
    millis -= time.toMillis();
  }

  @Override
  public synchronized long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
