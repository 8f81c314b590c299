package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.OutFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lane is free, so that whatever is done in it is done before the call returns. */
class SendQueueTests {

  private static final int KIB = 1024;
  private static final int ROUND = 64 * KIB;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final AtomicInteger rounds = new AtomicInteger();
  private final SendQueue queue = new SendQueue(connection, lane, rounds::incrementAndGet);

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void whatIsAddedIsWrittenInOneRoundWhenFlushed() {
    add("a", "b", "c");
    assertThat(connection.heard()).isEmpty();

    queue.flush();

    assertThat(connection.heard()).containsExactly("a", "b", "c");
    assertThat(connection.rounds()).hasSize(1);
    assertThat(queue.isIdle()).isTrue();
  }

  @Test
  void nextRoundWaitsForTheOneUnderWayAndTakesAllThatPiledUp() {
    connection.hold();
    add("a");
    queue.flush();
    add("b");
    queue.flush();
    add("c");
    queue.flush();

    assertThat(connection.heard()).containsExactly("a");
    assertThat(queue.isWriting()).isTrue();
    assertThat(rounds).hasValue(0);

    connection.finish();

    assertThat(connection.heard()).containsExactly("a", "b", "c");
    assertThat(connection.rounds()).hasSize(2);
    assertThat(rounds).hasValue(1);
  }

  @Test
  void roundEndsBeforeItWouldBeLargerThanTheLimit() {
    connection.hold();
    for (int i = 0; i < 5; i++) {
      queue.add(Frames.ofSize(16 * KIB));
    }
    queue.flush();
    assertThat(connection.rounds()).containsExactly(ROUND);

    connection.finish();

    assertThat(connection.rounds()).containsExactly(ROUND, 16 * KIB);
  }

  @Test
  void frameLargerThanARoundIsARoundOfItsOwn() {
    queue.add(Frames.ofSize(16 * KIB));
    queue.add(Frames.ofSize(90 * KIB));
    queue.add(Frames.ofSize(16 * KIB));
    queue.flush();

    assertThat(connection.rounds()).containsExactly(16 * KIB, 90 * KIB, 16 * KIB);
    assertThat(rounds).hasValue(3);
  }

  @Test
  void onlyWhatNoRoundHasTakenCountsAsWaiting() {
    connection.hold();
    queue.add(Frames.ofSize(40 * KIB));
    queue.add(Frames.ofSize(40 * KIB));
    assertThat(queue.waiting()).isEqualTo(80 * KIB);

    queue.flush();
    assertThat(queue.waiting()).isEqualTo(40 * KIB);

    connection.finish();
    assertThat(queue.waiting()).isZero();
    assertThat(queue.isIdle()).isFalse();

    connection.finish();
    assertThat(queue.isIdle()).isTrue();
  }

  @Test
  void whatIsClearedIsNeverWrittenAndTheRoundUnderWayStillEnds() {
    connection.hold();
    add("a");
    queue.flush();
    add("b");
    queue.clear();
    add("c");

    assertThat(queue.isWriting()).isTrue();
    connection.finish();
    connection.finish();

    assertThat(connection.heard()).containsExactly("a", "c");
    assertThat(queue.waiting()).isZero();
    assertThat(queue.isIdle()).isTrue();
  }

  @Test
  void roundThatIsDoneOnAnotherThreadLetsTheNextOneBegin() {
    connection.hold();
    add("a");
    queue.flush();
    add("b");

    CompletableFuture.runAsync(connection::finish).join();

    assertThat(connection.heard()).containsExactly("a", "b");
    assertThat(rounds).hasValue(1);
  }

  @Test
  void roundDoneElsewhereBeforeItsWriteReturnsIsNotTakenForOneDoneHere() {
    connection.finishElsewhere();
    add("a");
    queue.add(Frames.ofSize(90 * KIB));

    lane.run(queue::flush, 1);

    assertThat(connection.rounds()).hasSize(2);
    assertThat(rounds).hasValue(2);
    assertThat(queue.isIdle()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingIsLostDoubledOrReorderedHoweverRoundsAreDone(long seed) {
    Random random = new Random(seed);
    List<OutFrame> added = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          OutFrame frame = Frames.ofSize(11 * KIB + random.nextInt(60 * KIB));
          added.add(frame);
          queue.add(frame);
        }
        case 2 -> queue.flush();
        case 3 -> connection.finish();
        default -> hold(random.nextBoolean());
      }
      assertThat(connection.underWay()).isLessThanOrEqualTo(1);
    }
    connection.letGo();
    connection.finish();
    queue.flush();

    assertThat(connection.written()).containsExactlyElementsOf(added);
    assertThat(rounds).hasValue(connection.rounds().size());
    assertThat(queue.waiting()).isZero();
  }

  private void hold(boolean hold) {
    if (hold) {
      connection.hold();
    } else {
      connection.letGo();
    }
  }

  private void add(String... texts) {
    for (String text : texts) {
      queue.add(Frames.saying(text));
    }
  }
}
