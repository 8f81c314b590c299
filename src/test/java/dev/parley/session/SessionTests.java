package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lane is free, so that what one thread sends is written before the call returns. */
class SessionTests {

  private static final int KIB = 1024;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final Session session = TestSessions.open(connection, lane);

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void framesAreWrittenInTheOrderSentByEachThread() {
    int each = 2_000;
    try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
      for (String sender : List.of("a", "b", "c", "d")) {
        senders.execute(
            () ->
                IntStream.range(0, each)
                    .forEach(i -> session.send(Frames.saying(sender + " " + i))));
      }
    }

    await().until(() -> connection.written().size() == 4 * each);
    for (String sender : List.of("a", "b", "c", "d")) {
      assertThat(connection.heard().stream().filter(text -> text.startsWith(sender + " ")))
          .containsExactlyElementsOf(
              IntStream.range(0, each).mapToObj(i -> sender + " " + i).toList());
    }
  }

  @Test
  void clientThatDoesNotReadGetsTheReasonInPlaceOfWhatWaits() {
    connection.hold();
    session.send(Frames.saying("under way"));
    OutFrame large = Frames.ofSize(64 * KIB);
    IntStream.range(0, 16).forEach(i -> session.send(large));
    assertThat(session.isOpen()).isTrue();
    assertThat(session.waitingBytes()).isEqualTo(TestSessions.SEND_BUFFER);

    session.send(Frames.saying("one too many"));

    assertThat(session.isOpen()).isFalse();
    assertThat(session.reason()).contains(RefusalCode.SLOW_CONSUMER);
    assertThat(session.waitingBytes()).isLessThan(KIB);
    connection.finish();
    connection.finish();
    assertThat(connection.heard()).containsExactly("under way", "ERROR code:slow-consumer");
    assertThat(connection.ends()).containsExactly("1013 slow-consumer");
  }

  @Test
  void nothingIsTooMuchWhereThereIsNoLimit() {
    RecordingConnection held = new RecordingConnection().hold();
    SessionLimits none =
        new SessionLimits(
            0, TestSessions.LIMITS.sendTimeout(), TestSessions.LIMITS.sendTimeout(), 0);
    Session unlimited = TestSessions.open(held, lane, none);
    OutFrame large = Frames.ofSize(90 * KIB);

    IntStream.range(0, 100).forEach(i -> unlimited.send(large));

    assertThat(unlimited.isOpen()).isTrue();
    assertThat(unlimited.waitingBytes()).isEqualTo(99 * 90 * KIB);
  }

  @Test
  void oneFrameLargerThanTheBufferIsSentWhereNothingElseWaits() {
    RecordingConnection held = new RecordingConnection().hold();
    SessionLimits small =
        new SessionLimits(
            20 * KIB, TestSessions.LIMITS.sendTimeout(), TestSessions.LIMITS.connectTimeout(), 0);
    Session narrow = TestSessions.open(held, lane, small);

    narrow.send(Frames.ofSize(40 * KIB));
    narrow.send(Frames.ofSize(40 * KIB));
    assertThat(narrow.isOpen()).isTrue();
    narrow.send(Frames.saying("third"));

    assertThat(narrow.reason()).contains(RefusalCode.SLOW_CONSUMER);
  }

  @Test
  void reasonFollowsWhatWasSentAndTheCloseFollowsTheReason() {
    connection.hold();
    session.send(Frames.saying("a"));
    session.send(Frames.saying("b"));

    session.end(new Refusal(RefusalCode.KICKED), Optional.of("r-1"));
    session.send(Frames.saying("too late"));

    assertThat(connection.ends()).isEmpty();
    connection.finish();
    assertThat(connection.ends()).isEmpty();
    connection.finish();
    assertThat(connection.heard()).containsExactly("a", "b", "ERROR code:kicked");
    assertThat(connection.ends()).containsExactly("4403 kicked");
    String error = new String(connection.written().getLast().bytes(), StandardCharsets.UTF_8);
    assertThat(error).contains("\nreceipt-id:r-1\n");
  }

  @Test
  void firstReasonCounts() {
    connection.hold();
    session.send(Frames.saying("a"));
    session.end(new Refusal(RefusalCode.IDLE), Optional.empty());
    session.end(new Refusal(RefusalCode.KICKED), Optional.empty());
    session.endNormally();
    connection.finish();
    connection.finish();

    assertThat(session.reason()).contains(RefusalCode.IDLE);
    assertThat(connection.heard()).containsExactly("a", "ERROR code:idle");
    assertThat(connection.ends()).containsExactly("4408 idle");
  }

  @Test
  void normalEndFollowsWhatWasSentAndGivesNoReason() {
    connection.hold();
    session.send(Frames.saying("receipt"));
    session.endNormally();
    session.end(new Refusal(RefusalCode.KICKED), Optional.empty());
    assertThat(connection.ends()).isEmpty();

    connection.finish();

    assertThat(connection.heard()).containsExactly("receipt");
    assertThat(connection.ends()).containsExactly("1000 ");
    assertThat(session.reason()).isEmpty();
  }

  @Test
  void endWithNothingUnderWayClosesAtOnce() {
    session.endNormally();

    assertThat(connection.ends()).containsExactly("1000 ");
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void nothingIsWrittenToAConnectionThatIsGoneHoweverOftenItIsSaid() {
    connection.hold();
    session.send(Frames.saying("under way"));
    session.send(Frames.saying("waiting"));

    session.gone();
    session.gone();
    session.send(Frames.saying("late"));
    session.end(new Refusal(RefusalCode.KICKED), Optional.empty());
    connection.finish();

    assertThat(connection.heard()).containsExactly("under way");
    assertThat(connection.ends()).isEmpty();
    assertThat(session.reason()).isEmpty();
    assertThat(session.waitingBytes()).isZero();
  }

  @Test
  void connectionThatGoesWhileItIsClosedIsNotClosedAgain() {
    connection.hold();
    session.end(new Refusal(RefusalCode.RESTARTING), Optional.empty());
    session.gone();
    connection.finish();

    assertThat(connection.ends()).isEmpty();
    assertThat(session.reason()).contains(RefusalCode.RESTARTING);
  }

  @Test
  void userIsKnownFromConnectOn() {
    assertThat(session.user()).isEmpty();

    session.speaks(StompVersion.V1_1);
    session.connected(TestSessions.user("alice"));

    assertThat(session.user().orElseThrow().name()).isEqualTo("alice");
    assertThat(session.version()).isEqualTo(StompVersion.V1_1);
  }
}
