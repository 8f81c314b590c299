package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.identity.UserHash;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each connection when it has ended, on the logger {@value #NAME}, with fields for
 * structured logs. Users are told by their {@link UserHash}, never by name.
 *
 * <p>A thread of its own writes them, because the output may hang and an event loop must not. Lines
 * for which there is no room, and those beyond {@value #MOST_STRANGERS} a second of clients that
 * never had a user, who may be anybody, are left out, which is told by a line.
 */
final class ConnectionLog implements AutoCloseable {

  static final String NAME = "parley.connections";

  static final int MOST_STRANGERS = 100;
  static final int MOST_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(NAME);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int LAST_SECONDS = 2;
  private static final String WITHOUT_USER = " ended before it had a user: ";

  private final LongAdder leftOut = new LongAdder();
  private final LongSupplier nanos;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          Thread.ofVirtual().name("parley-connections").factory(),
          (line, full) -> leftOut.increment());

  // Both of the writer's thread.
  private long second;
  private int strangers;

  ConnectionLog() {
    this(System::nanoTime);
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  ConnectionLog(LongSupplier nanos) {
    this.nanos = nanos;
    second = nanos.getAsLong();
  }

  private record Line(
      String session,
      Optional<User> user,
      Optional<RefusalCode> refusal,
      int closeCode,
      String door,
      long nanos) {

    String reason() {
      return refusal.map(RefusalCode::wire).orElse("closed");
    }

    String text() {
      String who = hash().map(user -> " of user " + user + " ended: ").orElse(WITHOUT_USER);
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      return "Session %s%s%s, %d, after %d ms, %s"
          .formatted(session, who, reason(), closeCode, millis, door);
    }

    Optional<String> hash() {
      return user.map(User::name).map(UserHash::of);
    }
  }

  /**
   * The connection is gone.
   *
   * @param closeCode ours, or the client's; 1006 if it just went
   */
  void ended(Session session, int closeCode) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    Line line =
        new Line(
            session.id(),
            session.user(),
            session.reason(),
            closeCode,
            session.connection().door(),
            nanos.getAsLong() - session.heartBeat().openedAt());
    writer.execute(() -> write(line));
  }

  private void write(Line line) {
    turn();
    if (line.user().isEmpty() && ++strangers > MOST_STRANGERS) {
      leftOut.increment();
      return;
    }
    LoggingEventBuilder event =
        LOG.atInfo()
            .addKeyValue("event.action", line.user().isPresent() ? "ended" : "not-connected")
            .addKeyValue("event.reason", line.reason())
            .addKeyValue("event.duration", line.nanos())
            .addKeyValue("parley.session", line.session())
            .addKeyValue("parley.close-code", line.closeCode())
            .addKeyValue("parley.door", line.door());
    line.hash().map(user -> event.addKeyValue("user.hash", user)).orElse(event).log(line.text());
  }

  /** Where a second is over, the next begins, and what was left out is told. */
  private void turn() {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      strangers = 0;
      tellLeftOut();
    }
  }

  private void tellLeftOut() {
    long lines = leftOut.sumThenReset();
    if (lines > 0) {
      LOG.atInfo()
          .addKeyValue("event.action", "left-out")
          .log("{} lines are left out, of connections that ended since the last of these", lines);
    }
  }

  /** Writes what waits, for up to {@value #LAST_SECONDS} s. */
  @Override
  public void close() {
    writer.execute(this::tellLeftOut);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException end) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
