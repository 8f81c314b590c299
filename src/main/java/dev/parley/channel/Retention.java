package dev.parley.channel;

import java.time.Duration;

/**
 * How much of a channel is kept.
 *
 * @param messages at most so many; 0 keeps none, and then nothing is replayed or repaired
 * @param age older ones are never delivered, whether they were removed already or not; zero: no
 *     limit
 */
public record Retention(int messages, Duration age) {

  public Retention {
    if (messages < 0 || age.isNegative()) {
      throw new IllegalArgumentException("a retention is 0 or more");
    }
  }

  /** The timestamp below which a message counts as trimmed. */
  public long oldest(long nowMillis) {
    return age.isZero() ? Long.MIN_VALUE : nowMillis - age.toMillis();
  }
}
