package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.OutFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When what was added to sessions leaves. */
class WriterLaneFlushTests {

  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final RecordingConnection connection = new RecordingConnection();
  private final Session session = TestSessions.open(connection, lane);

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void whatOneTaskSendsHasLeftWhenItIsDone() {
    session.send(Frames.saying("a"));

    assertThat(connection.heard()).containsExactly("a");
  }

  @Test
  void whatSeveralTasksAddToASessionLeavesInOneRound() {
    lane.run(
        () -> {
          session.send(Frames.saying("a"));
          session.send(Frames.saying("b"));
          lane.run(() -> session.push(Frames.saying("c")), 1);
        },
        1);

    assertThat(connection.heard()).containsExactly("a", "b", "c");
    assertThat(connection.rounds()).hasSize(1);
  }

  @Test
  void whatPilesUpInABusyLaneDoesNotMakeASlowConsumer() {
    int frames = 4_000;
    OutFrame frame = Frames.ofSize(60 * 1024);

    lane.run(() -> IntStream.range(0, frames).forEach(i -> session.send(frame)), 1);

    await().until(() -> connection.written().size() == frames || !session.isOpen());
    assertThat(session.reason()).isEmpty();
  }

  @Test
  void whatWasSentLeavesThoughTasksKeepComing() {
    List<Integer> leftBefore = Collections.synchronizedList(new ArrayList<>());

    lane.run(
        () -> {
          session.push(Frames.saying("a"));
          IntStream.range(0, 200)
              .forEach(i -> lane.run(() -> leftBefore.add(connection.written().size()), 1));
        },
        1);

    await().until(() -> leftBefore.size() == 200);
    assertThat(leftBefore.get(100)).isOne();
  }

  @Test
  void taskThatFailsTakesNothingFromTheSessionsItTouched() {
    lane.run(
        () -> {
          session.push(Frames.saying("a"));
          throw new IllegalStateException("on purpose");
        },
        1);

    assertThat(connection.heard()).containsExactly("a");
  }

  @Test
  void othersNeedNotWaitUntilAVeryLargeRoomHasGotItsMessage() {
    List<RecordingConnection> room = new ArrayList<>();
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      room.add(new RecordingConnection());
      sessions.add(TestSessions.open(room.getLast(), lane));
    }
    AtomicInteger servedBefore = new AtomicInteger(-1);

    lane.run(
        () -> {
          sessions.forEach(member -> member.push(Frames.saying("to all")));
          lane.run(() -> servedBefore.set(served(room)), 1);
        },
        1_000);

    await().until(() -> served(room) == 1_000);
    assertThat(servedBefore.get()).isBetween(1, 500);
  }

  private static int served(List<RecordingConnection> room) {
    return (int) room.stream().filter(member -> !member.written().isEmpty()).count();
  }
}
