package dev.parley.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a session may cost.
 *
 * @param sendBuffer bytes waiting for one client; 0: no limit
 * @param sendTimeout how long one write may take; zero: no limit
 * @param connectTimeout how long a socket may be open without a successful CONNECT; zero: no limit
 * @param bufferMemory bytes waiting for all clients of this node; 0: no limit
 */
public record SessionLimits(
    int sendBuffer, Duration sendTimeout, Duration connectTimeout, long bufferMemory) {

  /** How long a client that is being closed may take to read the reason. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  boolean lastWordsOver(@Nullable Ending ending, long now) {
    return ending != null && now - ending.since() > LAST_WORDS.toNanos();
  }

  boolean sendTimedOut(long since, long now) {
    return !sendTimeout.isZero() && now - since > sendTimeout.toNanos();
  }

  boolean connectTimedOut(long since, long now) {
    return !connectTimeout.isZero() && now - since > connectTimeout.toNanos();
  }
}
