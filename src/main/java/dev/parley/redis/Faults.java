package dev.parley.redis;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what went wrong, and says so in the log now and then. For any thread. */
final class Faults {

  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);

  /** For each reason, one line in so long a time: an outage fails every publish. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final class Count {
    final LongAdder all = new LongAdder();
    final LongAdder unsaid = new LongAdder();
    final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
  }

  private final Map<RedisFault, Count> counts = new EnumMap<>(RedisFault.class);

  private volatile String lastTrouble = "Redis: not connected yet";

  Faults() {
    for (RedisFault fault : RedisFault.values()) {
      counts.put(fault, new Count());
    }
  }

  long count(RedisFault fault) {
    return of(fault).all.sum();
  }

  /** A script did not get done. */
  void failed(RedisFault fault, Script script, byte[] key, String host) {
    failed(fault, script.toString(), RedisKeys.kindOf(key), host);
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}: {} on {}", fault, script, RedisKeys.text(key));
    }
  }

  /**
   * @param doing what was not done
   * @param kind of what kind the key was
   */
  void failed(RedisFault fault, String doing, String kind, String host) {
    Count count = of(fault);
    count.all.increment();
    count.unsaid.increment();
    if (mayBeSaid(count)) {
      LOG.warn(
          "Redis at {} did not do '{}' on a key of kind '{}': {} ({} of these since the last line)",
          host,
          doing,
          kind,
          fault.sentence(),
          count.unsaid.sumThenReset());
    }
  }

  /** No connection could be made, or the server there is none to work with. */
  void notConnected(RedisFault fault, String host, Throwable failure) {
    Count count = of(fault);
    count.all.increment();
    String why = fault == RedisFault.UNREACHABLE ? root(failure) : fault.sentence();
    lastTrouble = "Redis at " + host + ": " + why;
    if (mayBeSaid(count)) {
      LOG.warn("Redis at {} cannot be used: {}", host, why);
    }
  }

  /** Why there was no connection, the last time there was none. */
  String lastTrouble() {
    return lastTrouble;
  }

  private Count of(RedisFault fault) {
    return Objects.requireNonNull(counts.get(fault));
  }

  /** Such as "Connection refused: /127.0.0.1:6379"; neither Lettuce nor Netty names a password. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  private static boolean mayBeSaid(Count count) {
    long now = System.nanoTime();
    long until = count.quietUntil.get();
    return now - until >= 0 && count.quietUntil.compareAndSet(until, now + QUIET_NANOS);
  }
}
