package dev.parley.identity;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a set that lies elsewhere. It is fetched at the beginning and regularly, so that a
 * key that was taken out of it stops to be accepted, and when a token names a key that is not
 * known. While it cannot be fetched, the keys that are known stay in use.
 */
final class RemoteKeys implements KeySource {

  /**
   * How often.
   *
   * @param refresh the keys are fetched again after so long
   * @param unknown at most once in so long because of a key that is not known; this is also how
   *     soon a failure is followed by another attempt, while there are keys
   * @param none the same while there are none
   */
  record Pace(Duration refresh, Duration unknown, Duration none) {}

  static final Pace USUAL =
      new Pace(Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(2));

  private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);
  private static final Executor ELSEWHERE =
      task -> Thread.ofVirtual().name("parley-keys").start(task);

  private final KeyDownload download;
  private final Pace pace;
  private volatile Optional<JwkSet> known = Optional.empty();
  private volatile boolean closed;

  // Guarded by this.
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
  private long fetches;
  private Optional<Long> asked = Optional.empty();
  private boolean failed;

  private RemoteKeys(KeyDownload download, Pace pace) {
    this.download = download;
    this.pace = pace;
  }

  /** Begins to fetch. */
  static RemoteKeys of(KeyDownload download, Pace pace) {
    RemoteKeys keys = new RemoteKeys(download, pace);
    var _ = keys.fetch();
    return keys;
  }

  /** Who comes during the first attempt waits for it. */
  @Override
  public Optional<Key> find(Optional<String> id, String algorithm) {
    if (known.isEmpty()) {
      underWay().join();
    }
    Optional<Key> key = now().find(id, algorithm);
    // Twice, because what was under way may have begun before the key was there.
    for (int i = 0; i < 2 && !now().has(id) && fetchForUnknown(); i++) {
      key = now().find(id, algorithm);
    }
    return key;
  }

  private JwkSet now() {
    return known.orElseThrow(() -> new Refusal(RefusalCode.UNAVAILABLE, pace.none().toMillis()));
  }

  private synchronized CompletableFuture<Void> underWay() {
    return underWay;
  }

  /** False where that was tried a short while ago: who makes up names causes no flood. */
  private boolean fetchForUnknown() {
    CompletableFuture<Void> fetch;
    synchronized (this) {
      if (underWay.isDone()) {
        long now = System.nanoTime();
        if (asked.isPresent() && now - asked.get() < pace.unknown().toNanos()) {
          return false;
        }
        asked = Optional.of(now);
      }
      fetch = fetch();
    }
    fetch.join();
    return true;
  }

  private synchronized CompletableFuture<Void> fetch() {
    if (underWay.isDone() && !closed) {
      long number = ++fetches;
      underWay =
          CompletableFuture.supplyAsync(this::load, ELSEWHERE)
              .thenAccept(pause -> fetchAfter(pause, number));
    }
    return underWay;
  }

  private void fetchAfter(Duration pause, long number) {
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, ELSEWHERE)
        .execute(
            () -> {
              synchronized (this) {
                // One that came in between has set a time of its own.
                if (number == fetches) {
                  var _ = fetch();
                }
              }
            });
  }

  /** Never throws. Answers when to do it again. */
  private Duration load() {
    try {
      JwkSet fetched = download.fetch();
      succeeded(fetched);
      known = Optional.of(fetched);
      return pace.refresh();
    } catch (IOException | RuntimeException failure) {
      failed(failure);
      return known.isPresent() ? pace.unknown() : pace.none();
    }
  }

  private synchronized void succeeded(JwkSet fetched) {
    if (failed || known.isEmpty()) {
      LOG.info("{} keys to verify tokens with come from {}", fetched.entries().size(), download);
    }
    failed = false;
  }

  private synchronized void failed(Exception failure) {
    if (!failed && !closed) {
      String meanwhile = known.isPresent() ? "those that are known stay" : "nobody can connect";
      LOG.warn(
          "No keys from parley.auth.jwks-uri, {}: {}; {}",
          download,
          failure.getMessage(),
          meanwhile);
    }
    failed = true;
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
    download.close();
  }
}
