package dev.parley.broker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a broker brought to nobody, and says so in the log: at most one line for each reason
 * in ten seconds, because a stranger can send as much as it likes.
 */
public final class Losses {

  private static final Logger LOG = LoggerFactory.getLogger(Losses.class);
  private static final long QUIET = Duration.ofSeconds(10).toNanos();

  private final Map<Loss, Tally> tallies = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /** Of one reason: how many, and until when nothing more is said. */
  private record Tally(LongAdder count, AtomicLong quietUntil) {}

  Losses() {
    this(System::nanoTime);
  }

  Losses(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How many were lost for this reason since the start; messages, or envelopes that arrived. */
  public long count(Loss loss) {
    return tally(loss).count().sum();
  }

  void add(Loss loss, long count) {
    Tally tally = tally(loss);
    tally.count().add(count);
    long now = nanos.getAsLong();
    long until = tally.quietUntil().get();
    if (now - until >= 0 && tally.quietUntil().compareAndSet(until, now + QUIET)) {
      LOG.warn("Something at the broker {}: {} since the start", loss.sentence(), count(loss));
    }
  }

  private Tally tally(Loss loss) {
    return tallies.computeIfAbsent(
        loss, _ -> new Tally(new LongAdder(), new AtomicLong(nanos.getAsLong())));
  }
}
