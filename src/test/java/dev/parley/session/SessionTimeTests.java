package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the passing of time does to a session. It notes by itself when something happened, so each
 * happening lies between two readings of the clock, and limits are counted from the one or the
 * other.
 */
class SessionTimeTests {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long TEN_SECONDS = 10 * SECOND;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final long before = System.nanoTime();
  private final Session session = TestSessions.open(connection, lane);
  private final long after = System.nanoTime();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void socketWithoutConnectIsClosedAfterTheTimeout() {
    session.tick(before + TEN_SECONDS);
    assertThat(session.isOpen()).isTrue();

    session.tick(after + TEN_SECONDS + 1);

    assertThat(session.reason()).contains(RefusalCode.CONNECT_TIMEOUT);
    assertThat(connection.heard()).containsExactly("ERROR code:connect-timeout");
    assertThat(connection.ends()).containsExactly("4401 connect-timeout");
  }

  @Test
  void bytesWithoutConnectWinNoTime() {
    session.heartBeat().read();

    session.tick(after + TEN_SECONDS + 1);

    assertThat(session.reason()).contains(RefusalCode.CONNECT_TIMEOUT);
  }

  @Test
  void sessionThatHasConnectedMayStay() {
    connect();

    session.tick(after + 1_000 * TEN_SECONDS);

    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void zeroIsNoTimeout() {
    SessionLimits none = new SessionLimits(0, Duration.ZERO, Duration.ZERO, 0);
    Session patient = TestSessions.open(connection.hold(), lane, none);
    patient.tick(after + 1_000 * TEN_SECONDS);
    patient.connected(TestSessions.user("alice"));
    patient.send(Frames.saying("never done"));

    patient.tick(System.nanoTime() + 1_000 * TEN_SECONDS);

    assertThat(patient.isOpen()).isTrue();
  }

  @Test
  void writeThatDoesNotEndMakesASlowConsumer() {
    connect();
    connection.hold();
    long earliest = System.nanoTime();
    session.send(Frames.saying("never done"));
    long latest = System.nanoTime();

    session.tick(earliest + TEN_SECONDS);
    assertThat(session.isOpen()).isTrue();
    session.tick(latest + TEN_SECONDS + 1);

    assertThat(session.reason()).contains(RefusalCode.SLOW_CONSUMER);
  }

  @Test
  void timeoutBeginsAnewWithEachRound() {
    connect();
    connection.hold();
    session.send(Frames.saying("first"));
    session.send(Frames.saying("second"));
    long earliest = System.nanoTime();
    connection.finish();

    session.tick(earliest + TEN_SECONDS);

    assertThat(connection.heard()).containsExactly("first", "second");
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void whatIsSentMeanwhileDoesNotExtendAWriteThatHangs() {
    connect();
    connection.hold();
    session.send(Frames.saying("never done"));
    long latest = System.nanoTime();
    session.send(Frames.saying("more"));

    session.tick(latest + TEN_SECONDS + 1);

    assertThat(session.reason()).contains(RefusalCode.SLOW_CONSUMER);
  }

  @Test
  void connectionThatWritesNothingIsNotSlow() {
    connect();
    session.send(Frames.saying("done at once"));

    session.tick(System.nanoTime() + 1_000 * TEN_SECONDS);

    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void clientThatDoesNotReadTheReasonIsCutAfterFiveSeconds() {
    connection.hold();
    session.send(Frames.saying("never done"));
    long earliest = System.nanoTime();
    session.end(new Refusal(RefusalCode.SLOW_CONSUMER), Optional.empty());
    long latest = System.nanoTime();

    session.tick(earliest + 5 * SECOND);
    assertThat(connection.ends()).isEmpty();
    session.tick(latest + 5 * SECOND + 1);

    assertThat(connection.ends()).containsExactly("abort");
  }

  @Test
  void clientThatDoesNotAnswerTheCloseIsCutAfterFiveSeconds() {
    session.endNormally();
    long latest = System.nanoTime();

    session.tick(latest + 5 * SECOND + 1);

    assertThat(connection.ends()).containsExactly("1000 ", "abort");
  }

  @Test
  void silentClientIsAskedAndThenGivenUp() {
    connect();
    session.heartBeat().agree(Duration.ZERO, Duration.ofSeconds(10), Duration.ZERO, true);
    long asked = after + 25 * SECOND + 1;

    session.tick(asked);
    assertThat(connection.pings()).isOne();
    session.tick(asked + 5 * SECOND);
    assertThat(session.isOpen()).isTrue();
    session.tick(asked + 5 * SECOND + 1);

    assertThat(connection.pings()).isOne();
    assertThat(connection.heard()).containsExactly("ERROR code:idle");
    assertThat(connection.ends()).containsExactly("4408 idle");
  }

  @Test
  void heartBeatIsSentWhereNothingElseIs() {
    connect();
    session.heartBeat().agree(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, true);

    session.tick(after + TEN_SECONDS);

    assertThat(connection.heard()).containsExactly("\n");
  }

  @Test
  void whatIsWrittenCountsAsAHeartBeat() {
    connect();
    session.heartBeat().agree(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, true);
    long earliest = System.nanoTime();
    session.send(Frames.saying("news"));
    long latest = System.nanoTime();

    session.tick(earliest + TEN_SECONDS - Sessions.TICK_NANOS - 1);
    assertThat(connection.heard()).containsExactly("news");
    session.tick(latest + TEN_SECONDS - Sessions.TICK_NANOS);

    assertThat(connection.heard()).containsExactly("news", "\n");
  }

  private void connect() {
    session.connected(TestSessions.user("alice"));
  }
}
