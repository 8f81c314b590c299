package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A live message has no company in its write, as a rule: then it does not wait for any. */
class LoneMessageTests {

  private static final int SLICE = 256;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final Session session = TestSessions.open(connection, lane);
  private final List<String> heardInTheTask = new ArrayList<>();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void isWrittenBeforeTheTaskEnds() {
    lane.run(
        () -> {
          session.pushAlone(Frames.saying("a"));
          session.pushAlone(Frames.saying("b"));
          heardInTheTask.addAll(connection.heard());
        },
        1);

    assertThat(heardInTheTask).containsExactly("a", "b");
    assertThat(connection.rounds()).hasSize(2);
  }

  @Test
  void leavesWithOthersWhereATaskWaitsForTheLane() {
    lane.run(
        () -> {
          lane.run(() -> session.pushAlone(Frames.saying("b")), 1);
          session.pushAlone(Frames.saying("a"));
          heardInTheTask.addAll(connection.heard());
        },
        1);

    assertThat(heardInTheTask).isEmpty();
    assertThat(connection.heard()).containsExactly("a", "b");
    assertThat(connection.rounds()).hasSize(1);
  }

  @Test
  void doesNotOvertakeWhatWaits() {
    lane.run(
        () -> {
          session.push(Frames.saying("a"));
          session.pushAlone(Frames.saying("b"));
        },
        1);
    connection.hold();
    session.send(Frames.saying("c"));
    lane.run(() -> session.pushAlone(Frames.saying("d")), 1);
    assertThat(connection.heard()).containsExactly("a", "b", "c");

    connection.finish();

    assertThat(connection.heard()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void ofALargeRoomLeaveNoMoreThanASliceBeforeOthersHaveTheirTurn() {
    List<RecordingConnection> crowd =
        IntStream.range(0, SLICE + 50).mapToObj(i -> new RecordingConnection()).toList();
    List<Session> room = crowd.stream().map(each -> TestSessions.open(each, lane)).toList();
    List<Long> written = new ArrayList<>();

    lane.run(
        () -> {
          room.forEach(each -> each.pushAlone(Frames.saying("all")));
          written.add(crowd.stream().filter(each -> !each.heard().isEmpty()).count());
        },
        1);

    assertThat(written).containsExactly((long) SLICE);
    assertThat(crowd).allMatch(each -> each.heard().equals(List.of("all")));
  }

  @Test
  void thatCannotBeWrittenMakesASlowConsumer() {
    session.connected(TestSessions.user("ann"));
    connection.hold();
    lane.run(() -> session.pushAlone(Frames.saying("under way")), 1);
    long now = System.nanoTime();

    session.tick(now + TestSessions.LIMITS.sendTimeout().minusSeconds(1).toNanos());
    assertThat(session.isOpen()).isTrue();
    session.tick(now + TestSessions.LIMITS.sendTimeout().plus(Duration.ofSeconds(1)).toNanos());

    assertThat(session.reason()).contains(RefusalCode.SLOW_CONSUMER);
  }

  @Test
  void isNotSentToASessionThatHasEnded() {
    session.endNormally();

    lane.run(() -> session.pushAlone(Frames.saying("late")), 1);

    assertThat(connection.heard()).isEmpty();
  }
}
