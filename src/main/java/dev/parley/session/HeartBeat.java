package dev.parley.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Whether a connection lives, STOMP 1.2 "Heart-beating", and when to say that we do.
 *
 * <p>A client that is silent for 2.5 of the intervals it promised gets a WebSocket ping, which a
 * browser answers even where its timers are throttled; it is given up when nothing comes for five
 * seconds. One that promised nothing is pinged all the same. Where there is no ping (SockJS) a
 * client is given up after seven intervals. Times are of {@link System#nanoTime}.
 */
public final class HeartBeat {

  /** Written with every message, so without the barrier that a volatile would cost each time. */
  private static final VarHandle LAST_WRITE = lastWrite();

  private static final long ANSWER_WITHIN = Duration.ofSeconds(5).toNanos();

  private final long openedAt;
  private volatile long lastRead;

  /** By its handle only. */
  @SuppressWarnings("UnusedVariable")
  private long lastWrite;

  private volatile long sendEvery;
  private volatile long pingAfter;
  private volatile long giveUpAfter;
  private volatile long pingedAt;

  HeartBeat(long now) {
    openedAt = now;
    lastRead = now;
    LAST_WRITE.setOpaque(this, now);
  }

  /** Something arrived, whatever it was. */
  public void read() {
    lastRead = System.nanoTime();
  }

  void wrote(long now) {
    LAST_WRITE.setOpaque(this, now);
  }

  public long openedAt() {
    return openedAt;
  }

  /**
   * What both sides agreed on.
   *
   * @param send how often the client wants to hear from us; zero: never
   * @param receive how often the client promised to be heard; zero: never
   * @param ping after how much silence one that promised nothing is pinged; zero: never
   * @param canPing whether the transport has pings
   */
  public void agree(Duration send, Duration receive, Duration ping, boolean canPing) {
    sendEvery = send.toNanos();
    if (!canPing) {
      giveUpAfter = 7 * receive.toNanos();
    } else {
      long promised = receive.toNanos() * 5 / 2;
      // However rarely the client promised to be heard, a dead one must be found in time.
      long longest = ping.isZero() ? promised : ping.toNanos() + ANSWER_WITHIN;
      pingAfter = receive.isZero() ? ping.toNanos() : Math.min(promised, longest);
    }
  }

  Due due(long now) {
    long silence = now - lastRead;
    if (giveUpAfter > 0 && silence > giveUpAfter) {
      return Due.GIVE_UP;
    }
    if (pingAfter > 0 && silence > pingAfter) {
      boolean pinged = pingedAt - lastRead > 0 && pingedAt != 0;
      if (!pinged) {
        pingedAt = now;
        return Due.PING;
      }
      if (now - pingedAt > ANSWER_WITHIN) {
        return Due.GIVE_UP;
      }
    }
    // One tick early: late is a broken promise, early is nothing.
    boolean quiet = now - (long) LAST_WRITE.getOpaque(this) + Sessions.TICK_NANOS >= sendEvery;
    return sendEvery > 0 && quiet ? Due.SEND : Due.NOTHING;
  }

  private static VarHandle lastWrite() {
    try {
      return MethodHandles.lookup().findVarHandle(HeartBeat.class, "lastWrite", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
