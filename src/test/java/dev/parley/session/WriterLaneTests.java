package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterLaneTests {

  private static final int VISIT = 64;
  private static final Duration LONG = Duration.ofSeconds(20);

  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    lane.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16})
  void smallTaskRunsOnTheCallersThreadWhenTheLaneIsFree(int writes) {
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();

    lane.run(() -> ranOn.complete(Thread.currentThread()), writes);

    assertThat(ranOn).isCompletedWithValue(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 1_000_000})
  void largeTaskRunsOnTheLanesOwnThread(int writes) {
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();

    lane.run(() -> ranOn.complete(Thread.currentThread()), writes);

    assertThat(ranOn).succeedsWithin(LONG).isEqualTo(laneThread());
  }

  @Test
  void taskGivenInsideTheLaneRunsAfterTheOneThatGaveIt() {
    lane.run(
        () -> {
          lane.run(() -> done.add("second"), 1);
          done.add("first");
        },
        1);

    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void nobodyWaitsForALaneThatIsBusy() {
    CountDownLatch release = new CountDownLatch(1);
    lane.run(() -> await(release), 17);

    lane.run(() -> done.add("small"), 1);

    assertThat(done).isEmpty();
    release.countDown();
    assertThat(laneThread()).isNotNull();
    assertThat(done).containsExactly("small");
  }

  @Test
  void visitingThreadHandsOverAfterSoManyTasks() {
    List<Thread> ranOn = Collections.synchronizedList(new ArrayList<>());
    Runnable task = () -> ranOn.add(Thread.currentThread());

    lane.run(() -> IntStream.range(0, 100).forEach(i -> lane.run(task, 1)), 1);

    Thread own = laneThread();
    assertThat(ranOn).hasSize(100);
    assertThat(ranOn.subList(0, VISIT - 1)).containsOnly(Thread.currentThread());
    assertThat(ranOn.subList(VISIT - 1, 100)).containsOnly(own);
  }

  @Test
  void visitingThreadHandsOverBeforeALargeTask() {
    List<Thread> ranOn = Collections.synchronizedList(new ArrayList<>());
    Runnable task = () -> ranOn.add(Thread.currentThread());

    lane.run(
        () -> {
          lane.run(task, 1);
          lane.run(task, 17);
          lane.run(task, 1);
        },
        1);

    Thread own = laneThread();
    assertThat(ranOn).containsExactly(Thread.currentThread(), own, own);
  }

  @Test
  void tasksRunInTheOrderGivenWhoeverRunsThem() {
    List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 5_000; i++) {
      int number = i;
      lane.run(() -> ran.add(number), i % 7 == 0 ? 17 : 1);
    }

    assertThat(laneThread()).isNotNull();
    assertThat(ran).containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
  }

  @Test
  void taskThatFailsDoesNotStopTheOthers() {
    lane.run(
        () -> {
          throw new IllegalStateException("on purpose");
        },
        1);
    lane.run(
        () -> {
          throw new AssertionError("on purpose");
        },
        17);
    lane.run(() -> done.add("after"), 17);

    assertThat(laneThread()).isNotNull();
    assertThat(done).containsExactly("after");
  }

  @Test
  void tasksThatWaitAreDoneBeforeTheLaneIsClosed() throws Exception {
    Thread own = laneThread();
    CountDownLatch release = new CountDownLatch(1);
    lane.run(() -> await(release), 17);
    lane.run(() -> done.add("waiting"), 1);

    lane.close();
    release.countDown();

    assertThat(own.join(LONG)).isTrue();
    assertThat(done).containsExactly("waiting");
  }

  @Test
  void taskGivenAfterTheLaneWasClosedIsDoneToo() throws Exception {
    Thread own = laneThread();
    lane.close();
    assertThat(own.join(LONG)).isTrue();

    lane.run(() -> done.add("small"), 1);
    lane.run(() -> done.add("large"), 17);
    lane.run(() -> IntStream.range(0, 100).forEach(i -> lane.run(() -> done.add("x"), 17)), 1);

    assertThat(done).hasSize(102).startsWith("small", "large");
  }

  @Test
  void lanesOfADoorAreTakenInTurn() {
    try (Lanes lanes = new Lanes(2, nanos -> {})) {
      WriterLane one = lanes.next();
      WriterLane other = lanes.next();

      assertThat(other).isNotSameAs(one);
      assertThat(lanes.next()).isSameAs(one);
      assertThat(lanes.next()).isSameAs(other);
    }
  }

  /** Known once the lane has nothing else to do before. */
  private Thread laneThread() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    lane.run(() -> thread.complete(Thread.currentThread()), 17);
    Thread own = thread.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    assertThat(own.getName()).isEqualTo("lane-under-test");
    return own;
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let go");
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
