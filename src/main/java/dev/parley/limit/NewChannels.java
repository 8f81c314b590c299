package dev.parley.limit;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many channels a user brings into being by publishing there first, on this node. A channel
 * stays for days after its last message, so that nobody may create them without end.
 *
 * <p>Whether a channel is new is known only when the store has answered: a place is taken before
 * and given back where it was there already. All methods from any thread.
 */
public final class NewChannels {

  private final Map<String, Bucket> byUser = new ConcurrentHashMap<>();
  private final int perMinute;

  /**
   * @param perMinute channels of one user; 0: no limit
   */
  public NewChannels(int perMinute) {
    this.perMinute = perMinute;
  }

  public boolean isLimited() {
    return perMinute > 0;
  }

  /**
   * The user publishes where it may be the first.
   *
   * @throws Refusal {@code rate-limited}, with the time after which one more may be
   */
  public void take(String user) {
    ConsumptionProbe probe =
        byUser.computeIfAbsent(user, name -> bucket()).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long millis = TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()) + 1;
      throw new Refusal(RefusalCode.RATE_LIMITED, millis);
    }
  }

  /** It was not the first after all. */
  public void giveBack(String user) {
    Optional.ofNullable(byUser.get(user)).ifPresent(bucket -> bucket.addTokens(1));
  }

  /** Forgets whoever has created nothing for a while; to be called every minute or so. */
  public void sweep() {
    byUser.values().removeIf(bucket -> bucket.getAvailableTokens() >= perMinute);
  }

  /** Users of whom something is known. */
  int size() {
    return byUser.size();
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(perMinute)
                .refillGreedy(perMinute, Duration.ofMinutes(1))
                .build())
        .build();
  }
}
