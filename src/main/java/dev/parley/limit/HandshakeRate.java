package dev.parley.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** How many handshakes a second a node takes, before it spends anything on them. Any thread. */
public final class HandshakeRate {

  /** Those who are refused come back spread over so many seconds, not all at once. */
  private static final int SPREAD_SECONDS = 10;

  private final Optional<Bucket> handshakes;
  private final LongAdder refused = new LongAdder();

  /**
   * @param perSecond handshakes; 0: no limit
   */
  public HandshakeRate(int perSecond) {
    this.handshakes = perSecond == 0 ? Optional.empty() : Optional.of(bucket(perSecond));
  }

  private static Bucket bucket(int perSecond) {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(perSecond)
                .refillGreedy(perSecond, Duration.ofSeconds(1))
                .build())
        .build();
  }

  /**
   * Another handshake: empty where it may go on, otherwise after how many seconds to come again,
   * for {@code Retry-After} (RFC 9110 section 10.2.3).
   */
  public OptionalInt refuses() {
    if (handshakes.isEmpty() || handshakes.get().tryConsume(1)) {
      return OptionalInt.empty();
    }
    refused.increment();
    return OptionalInt.of(1 + ThreadLocalRandom.current().nextInt(SPREAD_SECONDS));
  }

  /** How many were refused so far. */
  public long refused() {
    return refused.sum();
  }
}
