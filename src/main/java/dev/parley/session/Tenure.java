package dev.parley.session;

import dev.parley.identity.TokenVerifier;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long a session may stay: until its token has ended, unless a new one came, or until it
 * was to have moved to another connection. From any thread; times are of {@link System#nanoTime}.
 */
public final class Tenure {

  /** How long before the end a client is told that a new token is wanted. */
  private static final Duration NOTICE = Duration.ofMinutes(1);

  private static final long ONE_SECOND = Duration.ofSeconds(1).toNanos();
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private volatile long endsAt;
  private volatile long noticeAt;
  private volatile boolean limited;
  private volatile boolean told;
  private volatile long moveBy;
  private volatile boolean moving;
  private volatile Runnable onExpiring = () -> {};
  private volatile Runnable onEnd = () -> {};

  /** What is to be done when the token is about to expire; not again until there is a new one. */
  public void onExpiring(Runnable tell) {
    onExpiring = tell;
  }

  /**
   * What is to be done when the service ends the session, whatever its reason: a client that is
   * gone does not close, so that its connection may stay for seconds.
   *
   * @param leave called once, in the session's lane
   */
  public void onEnd(Runnable leave) {
    onEnd = leave;
  }

  void ended() {
    onEnd.run();
  }

  /**
   * A token was accepted.
   *
   * @param expires its {@code exp}; the session may stay for the skew longer
   */
  public void accepted(Instant expires, Instant now) {
    accepted(expires, now, System.nanoTime());
  }

  void accepted(Instant expires, Instant now, long nanos) {
    Instant latest = now.plus(LONGEST);
    Duration left = Duration.between(now, expires.isAfter(latest) ? latest : expires);
    Duration quarter = left.isNegative() ? Duration.ZERO : left.dividedBy(4);
    Duration notice = quarter.compareTo(NOTICE) < 0 ? quarter : NOTICE;
    long end = nanos + left.plus(TokenVerifier.SKEW).toNanos();
    // A client that answers with the token it has is not asked again.
    boolean sameEnd = limited && end - endsAt < ONE_SECOND;
    limited = false;
    endsAt = end;
    noticeAt = nanos + left.minus(notice).toNanos();
    told = told && sameEnd;
    limited = true;
  }

  /** The client was asked to open another connection before it closes this one. */
  public void movesWithin(Duration time) {
    moveBy = System.nanoTime() + time.toNanos();
    moving = true;
  }

  /**
   * Whether this session is about to be replaced by another of the same user, and so should not
   * count against how many a user may have. Ends with the time that it was given.
   */
  public boolean isMoving() {
    return moving && System.nanoTime() - moveBy < 0;
  }

  void tick(Session session, long now) {
    if (!limited) {
      return;
    }
    if (now - endsAt >= 0) {
      session.end(new Refusal(RefusalCode.TOKEN_EXPIRED), Optional.empty());
    } else if (now - noticeAt >= 0 && !told) {
      told = true;
      onExpiring.run();
    }
  }
}
