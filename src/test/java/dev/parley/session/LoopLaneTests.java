package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.OutFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopLaneTests {

  private final TestLoop loop = new TestLoop();
  private final LoopLane lane = new LoopLane(loop, nanos -> {});
  private final RecordingConnection connection = new RecordingConnection();
  private final Session session = TestSessions.open(connection, lane);
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void whatTheLoopBringsRunsAtOnceHoweverLarge() {
    CompletableFuture<Integer> before = new CompletableFuture<>();

    loop.round(
        () -> {
          lane.run(() -> done.add("large"), 1_000_000);
          before.complete(done.size());
        });

    assertThat(before).isCompletedWithValue(1);
  }

  @Test
  void whatAnotherThreadBringsRunsInTheLoop() {
    CompletableFuture<Boolean> current = new CompletableFuture<>();

    lane.run(() -> current.complete(loop.isCurrent()), 0);

    assertThat(current.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void taskGivenInsideTheLaneRunsAfterTheOneThatGaveIt() {
    loop.round(
        () ->
            lane.run(
                () -> {
                  lane.run(() -> done.add("second"), 1);
                  done.add("first");
                },
                1));

    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void tasksOfAnotherThreadAreOneHandOverUntilTheLoopTakesThem() {
    CountDownLatch release = new CountDownLatch(1);
    lane.run(() -> waitFor(release), 1);
    await().until(() -> loop.handOvers() == 1);

    // The first of these calls the loop again, which is busy; the others find that done.
    IntStream.range(0, 100).forEach(i -> lane.run(() -> done.add("" + i), 1));

    assertThat(loop.handOvers()).isLessThanOrEqualTo(2);
    release.countDown();
    await().until(() -> done.size() == 100);
    assertThat(done).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
  }

  @Test
  void whatWaitsFromElsewhereComesBeforeWhatTheLoopBringsLater() {
    CountDownLatch given = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    loop.nextRound(
        () -> {
          inside.countDown();
          waitFor(given);
          lane.run(() -> done.add("loop"), 1);
        });
    waitFor(inside);
    lane.run(() -> done.add("elsewhere"), 1);
    given.countDown();

    await().until(() -> done.size() == 2);
    assertThat(done).containsExactly("elsewhere", "loop");
  }

  @Test
  void whatOneRoundHasForASessionLeavesInOneWrite() {
    loop.round(
        () -> {
          session.send(Frames.saying("a"));
          session.send(Frames.saying("b"));
          lane.run(() -> session.push(Frames.saying("c")), 1);
          done.add("written by then: " + connection.written().size());
        });

    assertThat(done).containsExactly("written by then: 0");
    assertThat(connection.heard()).containsExactly("a", "b", "c");
    assertThat(connection.rounds()).hasSize(1);
  }

  @Test
  void whatPilesUpInABusyLoopDoesNotMakeASlowConsumer() {
    OutFrame frame = Frames.ofSize(60 * 1024);

    loop.round(() -> IntStream.range(0, 1_000).forEach(i -> session.send(frame)));

    await().until(() -> connection.written().size() == 1_000);
    assertThat(session.reason()).isEmpty();
  }

  @Test
  void otherSocketsAreServedWhileAVeryLargeRoomGetsItsMessage() {
    List<RecordingConnection> room = new ArrayList<>();
    List<Session> members = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      room.add(new RecordingConnection());
      members.add(TestSessions.open(room.getLast(), lane));
    }
    AtomicInteger servedBefore = new AtomicInteger(-1);

    loop.round(
        () -> {
          lane.run(() -> members.forEach(each -> each.push(Frames.saying("to all"))), 1_000);
          loop.nextRound(() -> servedBefore.set(served(room)));
        });

    await().until(() -> served(room) == 1_000);
    assertThat(servedBefore.get()).isBetween(1, 500);
  }

  @Test
  void otherSocketsAreServedThoughTasksKeepComing() {
    CountDownLatch release = new CountDownLatch(1);
    lane.run(() -> waitFor(release), 1);
    AtomicInteger doneBefore = new AtomicInteger(-1);
    lane.run(() -> loop.nextRound(() -> doneBefore.set(done.size())), 1);
    IntStream.range(0, 5_000).forEach(i -> lane.run(() -> done.add("" + i), 1));

    release.countDown();

    await().until(() -> done.size() == 5_000);
    assertThat(doneBefore.get()).isBetween(0, 1_000);
    assertThat(done).isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> "" + i).toList());
  }

  @Test
  void taskThatFailsStopsNoOtherAndTakesNothingFromTheSessionsItTouched() {
    loop.round(
        () -> {
          lane.run(
              () -> {
                session.push(Frames.saying("a"));
                throw new AssertionError("on purpose");
              },
              1);
          lane.run(() -> done.add("after"), 1);
        });

    assertThat(done).containsExactly("after");
    assertThat(connection.heard()).containsExactly("a");
  }

  @Test
  void taskGivenAfterTheLoopHasEndedIsDoneInItsTurn() {
    loop.close();

    lane.run(
        () -> {
          lane.run(() -> done.add("second"), 1);
          session.push(Frames.saying("a"));
          done.add("first");
        },
        1);
    session.gone();

    assertThat(done).containsExactly("first", "second");
    assertThat(connection.heard()).containsExactly("a");
  }

  private static int served(List<RecordingConnection> room) {
    return (int) room.stream().filter(member -> !member.written().isEmpty()).count();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let go");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
