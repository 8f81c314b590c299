package dev.parley.limit;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How fast one session sends. What comes faster than allowed is refused with {@code rate-limited}
 * and the time after which it would pass; who keeps on, with {@code flooding}.
 *
 * <p>Frames come one at a time, on whatever thread.
 */
public final class Pace {

  /** So many refusals within {@link #REFUSALS_IN} may be a mistake; more are an attack. */
  static final int MOST_REFUSALS = 100;

  private static final Duration REFUSALS_IN = Duration.ofMinutes(1);
  private static final long FLOODING_RETRY_MILLIS = 30_000;

  private final @Nullable Bucket messages;
  private final @Nullable Bucket bytes;
  private final long mostBytes;
  private @Nullable Bucket refusals;

  private Pace(TrafficSettings settings) {
    int perSecond = settings.messagesPerSecond();
    long bytesPerSecond = settings.bytesPerSecond().toBytes();
    this.mostBytes = Math.max(1, settings.mostBytes());
    this.messages = perSecond == 0 ? null : bucket(settings.mostMessages(), perSecond);
    this.bytes = bytesPerSecond == 0 ? null : bucket(mostBytes, bytesPerSecond);
  }

  /** A session's own; empty where there is no limit. */
  public static Optional<Pace> of(TrafficSettings settings) {
    return settings.isUnlimited() ? Optional.empty() : Optional.of(new Pace(settings));
  }

  private static Bucket bucket(long capacity, long perSecond) {
    return bucket(
        Bandwidth.builder()
            .capacity(capacity)
            .refillGreedy(perSecond, Duration.ofSeconds(1))
            .build());
  }

  private static Bucket bucket(Bandwidth bandwidth) {
    return Bucket.builder()
        .addLimit(bandwidth)
        .withNanosecondPrecision()
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .build();
  }

  /**
   * A frame that asks for something; a larger one than all that may come at once counts as that.
   *
   * @throws Refusal {@code rate-limited} or {@code flooding}
   */
  public void take(long frameBytes) {
    take(messages, 1);
    take(bytes, Math.clamp(frameBytes, 1, mostBytes));
  }

  /** A frame that is never refused, such as UNSUBSCRIBE; those after it wait for it too. */
  public void note(long frameBytes) {
    if (messages != null) {
      messages.consumeIgnoringRateLimits(1);
    }
    if (bytes != null) {
      bytes.consumeIgnoringRateLimits(Math.clamp(frameBytes, 1, mostBytes));
    }
  }

  private void take(@Nullable Bucket bucket, long tokens) {
    if (bucket == null) {
      return;
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(tokens);
    if (!probe.isConsumed()) {
      throw refusal(probe.getNanosToWaitForRefill());
    }
  }

  private Refusal refusal(long nanos) {
    if (refusals == null) {
      refusals =
          bucket(
              Bandwidth.builder()
                  .capacity(MOST_REFUSALS)
                  .refillGreedy(MOST_REFUSALS, REFUSALS_IN)
                  .build());
    }
    return refusals.tryConsume(1)
        ? new Refusal(RefusalCode.RATE_LIMITED, TimeUnit.NANOSECONDS.toMillis(nanos) + 1)
        : new Refusal(RefusalCode.FLOODING, FLOODING_RETRY_MILLIS);
  }
}
