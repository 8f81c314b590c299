package dev.parley.endpoint;

import dev.parley.protocol.RefusalCode;
import dev.parley.session.Sessions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * The end of the service, before anything of it stops. Readiness is down already. For a while all
 * goes on, so that whoever sends clients here can notice; then handshakes are refused and the
 * sessions leave, evenly, for other nodes. Whoever is left at the end is closed with 1012 ({@code
 * restarting}), and cut where even that does not get through.
 *
 * <p>This is no {@code SmartLifecycle}: each phase of those has a time limit of its own, and timers
 * and executors stop as soon as they hear of the end, which is why this has to hear it first. What
 * it does ends before it returns, on the thread that closes the context.
 */
final class Drain implements ApplicationListener<ContextClosedEvent>, Ordered {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  /** What was read is still logged and answered, and then last words are read. */
  private static final long LAST_ANSWERS = Duration.ofSeconds(2).toNanos();

  private static final long LAST_WORDS = Duration.ofSeconds(2).toNanos();

  /** A handshake that was under way when the door closed is not counted before it has ended. */
  private static final long LAST_HANDSHAKES = Duration.ofMillis(250).toNanos();

  private static final Duration LOOK = Duration.ofMillis(50);

  private final ApplicationContext service;
  private final DrainSettings settings;
  private final Reception reception;
  private final Conversations conversations;
  private final Leave leave;
  private volatile boolean underWay;

  /**
   * How sessions go.
   *
   * @param notices asks them to
   * @param sessions ends them
   */
  record Leave(SessionNotices notices, Sessions sessions) {}

  Drain(
      ApplicationContext service,
      DrainSettings settings,
      Reception reception,
      Conversations conversations,
      Leave leave) {
    this.service = service;
    this.settings = settings;
    this.reception = reception;
    this.conversations = conversations;
    this.leave = leave;
  }

  /** Whether it has begun; never over again. */
  boolean isUnderWay() {
    return underWay;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    // Of a context within this one, such as that of the management port, it is told too.
    if (event.getApplicationContext().equals(service)) {
      underWay = true;
      try {
        run();
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      } finally {
        reception.close();
        leave.sessions().all().forEach(session -> session.connection().abort());
      }
    }
  }

  private void run() throws InterruptedException {
    LOG.info(
        "Draining: not ready any more; clients come for another {} ms, and leave within {} ms",
        settings.delay().toMillis(),
        settings.duration().toMillis());
    Thread.sleep(settings.delay());
    reception.close();
    long begin = System.nanoTime();
    Departures departures = new Departures(leave.notices(), settings.duration());
    long elapsed = 0;
    while (!isOver(elapsed)) {
      departures.look(conversations.all(), elapsed);
      if (elapsed > settings.duration().toNanos() + LAST_ANSWERS) {
        leave.sessions().endAll(RefusalCode.RESTARTING);
      }
      Thread.sleep(LOOK);
      elapsed = System.nanoTime() - begin;
    }
    int cut = leave.sessions().count();
    LOG.info("Drained in {} ms: {}, {} cut", elapsed / 1_000_000, departures, cut);
  }

  private boolean isOver(long elapsed) {
    boolean empty = leave.sessions().count() == 0 && elapsed > LAST_HANDSHAKES;
    return empty || elapsed > settings.duration().toNanos() + LAST_ANSWERS + LAST_WORDS;
  }
}
