package dev.parley.cluster;

import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A random mark in each primary of a cluster but that of the leases. Where it is gone, or another,
 * that primary was flushed: it is the same one on the same connection, and knows nothing. Where all
 * is on one primary the lease itself tells.
 *
 * <p>Never blocks; for any thread.
 */
final class Marks {

  private static final Script MARK = Script.of("mark");
  private static final String KIND = "mark";

  private final Redis redis;
  private final RedisKeys keys;
  private final LeaseTimes times;
  private final Runnable lost;

  /** What each had when it was looked at last, by the tag of the key. */
  private final Map<String, String> seen = new ConcurrentHashMap<>();

  private @Nullable ScheduledFuture<?> looking;

  /**
   * @param lost called when a primary has lost its memory
   */
  Marks(Redis redis, RedisKeys keys, LeaseTimes times, Runnable lost) {
    this.redis = redis;
    this.keys = keys;
    this.times = times;
    this.lost = lost;
  }

  static List<Probe> probes(RedisKeys keys) {
    byte[] one = RedisKeys.bytes(1);
    return List.of(new Probe(MARK, List.of(keys.of("probe", KIND)), List.of(one, one)));
  }

  /** Begins to look; the answer comes, without an error, after the first look. */
  synchronized CompletionStage<Void> start(ScheduledExecutorService timer) {
    long millis = times.renewal().toMillis();
    looking = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    return look();
  }

  synchronized void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  /** Those that cannot be reached are looked at the next time. */
  private CompletionStage<Void> look() {
    Set<String> tags = redis.tagsBeside(LeaseBook.TAG);
    // A slot that moved took its mark along; what comes back later may have run out meanwhile.
    seen.keySet().retainAll(tags);
    return Paced.each(tags, tags.size() + 1, this::look);
  }

  private CompletionStage<Void> look(String tag) {
    // Never one that was there before, for this node may be the first that finds it gone.
    byte[] fresh = RedisKeys.bytes(ThreadLocalRandom.current().nextLong());
    return redis
        .run(MARK, List.of(keys.of(tag, KIND)), fresh, RedisKeys.bytes(times.mark().toMillis()))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                seen(tag, answer.text(0));
              }
              return null;
            });
  }

  private void seen(String tag, String mark) {
    String before = seen.put(tag, mark);
    if (before != null && !before.equals(mark)) {
      lost.run();
    }
  }
}
