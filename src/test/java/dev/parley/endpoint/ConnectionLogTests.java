package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.parley.protocol.StompVersion;
import dev.parley.session.Session;
import dev.parley.session.TestSessions;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What the log of connections does where there is too much of it, or nobody takes it. */
@Timeout(60)
class ConnectionLogTests {

  private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLog.NAME);
  private final AtomicLong clock = new AtomicLong(System.nanoTime());
  private final ConnectionLog log = new ConnectionLog(clock::get);
  private final Output output = new Output();
  private final Session alice =
      TestSessions.connected(new KeptFrames(), "alice", StompVersion.V1_2);
  private final SmallNode node =
      new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)));
  private final Session stranger = node.sessions.open(new KeptFrames());

  /** Keeps the lines, once it is let. */
  private static final class Output extends AppenderBase<ILoggingEvent> {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch open = new CountDownLatch(0);

    @Override
    protected void append(ILoggingEvent event) {
      try {
        open.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      lines.add(event.getFormattedMessage());
    }
  }

  @BeforeEach
  void listen() {
    output.setContext(logger.getLoggerContext());
    output.start();
    logger.addAppender(output);
  }

  @AfterEach
  void close() {
    output.open.countDown();
    log.close();
    logger.detachAppender(output);
    logger.setLevel(null);
    node.close();
  }

  private void passes(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void lines(int count) {
    await().until(() -> output.lines.size() == count);
  }

  @Test
  void strangersFillNoLog() {
    IntStream.range(0, 1000).forEach(i -> log.ended(stranger, 1006));
    log.ended(alice, 1006);
    lines(ConnectionLog.MOST_STRANGERS + 1);
    assertThat(output.lines.getLast()).contains(" of user ");

    passes(Duration.ofSeconds(1));
    log.ended(stranger, 1006);
    lines(ConnectionLog.MOST_STRANGERS + 3);
    assertThat(output.lines).anyMatch(line -> line.startsWith("900 lines are left out"));
  }

  @Test
  void usersAreAllTold() {
    IntStream.range(0, 5000).forEach(i -> log.ended(alice, 1000));

    lines(5000);
  }

  @Test
  void anOutputThatHangsHoldsNobodyUpAndIsNotPiledUpFor() {
    output.open = new CountDownLatch(1);
    IntStream.range(0, 3 * ConnectionLog.MOST_WAITING).forEach(i -> log.ended(alice, 1000));
    assertThat(output.lines).isEmpty();

    output.open.countDown();
    log.close();
    // One was under way while the others waited, if it was begun before there was no more room.
    int most = ConnectionLog.MOST_WAITING + 1;
    assertThat(output.lines.size()).isBetween(most - 1, most + 1);
  }

  @Test
  void whatIsLeftOutIsToldInTheEnd() {
    IntStream.range(0, 150).forEach(i -> log.ended(stranger, 1006));
    log.close();

    assertThat(output.lines).hasSize(101).last().asString().startsWith("50 lines are left out");
  }

  @Test
  void whoSwitchesItOffGetsNothing() {
    logger.setLevel(Level.OFF);
    log.ended(alice, 1000);
    log.close();

    assertThat(output.lines).isEmpty();
  }
}
