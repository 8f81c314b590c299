package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static dev.parley.channel.TestNode.TYPING;
import static dev.parley.channel.TwoNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the broker did not bring is read from the log. */
class RepairTests {

  private final OneSequence messages = new OneSequence(LOBBY);

  @Test
  void missingOneIsReadFromTheLogAfterThirtyMillis() {
    messages.log(4);
    messages.beginAt(0);
    messages.arrive(1, 4);
    messages.timer.pass(PATIENCE.minusMillis(1));
    assertThat(messages.passed).containsExactly(1L);
    assertThat(messages.store.reads()).isZero();

    messages.timer.pass(Duration.ofMillis(1));
    assertThat(messages.passed).containsExactly(1L, 2L, 3L, 4L);
    assertThat(messages.store.reads()).isEqualTo(1);
    assertThat(messages.tally.repaired.sum()).isEqualTo(2);
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void repairedOneIsDroppedWhenItArrivesAfterAll() {
    messages.log(3);
    messages.beginAt(0);
    messages.arrive(2);
    messages.timer.pass(PATIENCE);
    messages.arrive(1, 2, 3);

    assertThat(messages.passed).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatTheLogNoLongerHasIsSkipped() {
    OneSequence messages = new OneSequence(NEWS);
    messages.log(9);
    messages.beginAt(0);
    messages.arrive(1, 8);
    messages.timer.pass(PATIENCE);
    messages.arrive(9);

    assertThat(messages.passed).containsExactly(1L, 7L, 8L, 9L);
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void everythingMissingCanBeTooOld() {
    messages.log(5);
    messages.clock.pass(Duration.ofDays(2));
    messages.beginAt(1);
    messages.arrive(5);
    messages.timer.pass(PATIENCE);
    messages.log(1);
    messages.arrive(6);

    assertThat(messages.passed).endsWith(6L).isSorted().doesNotContain(2L, 3L, 4L);
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void whatIsOvertakenWhileTheLogIsReadIsNotSkipped() {
    messages.log(2);
    messages.beginAt(0);
    messages.store.hold();
    messages.arrive(2);
    messages.timer.pass(PATIENCE);
    messages.store.workNext();
    messages.log(2);
    messages.arrive(4);
    messages.store.answerNext();
    assertThat(messages.passed).containsExactly(1L, 2L);

    messages.arrive(3);
    assertThat(messages.passed).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void oneReadingIsUnderWayAtATime() {
    messages.log(6);
    messages.beginAt(0);
    messages.store.hold();
    messages.arrive(2);
    messages.timer.pass(PATIENCE);
    messages.arrive(4, 6);
    messages.timer.pass(PATIENCE.multipliedBy(10));

    assertThat(messages.store.reads()).isEqualTo(1);
    messages.store.release();
    assertThat(messages.passed).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void readingGoesOnUntilTheStoreIsBack() {
    messages.log(3);
    messages.beginAt(0);
    messages.store.hold();
    messages.arrive(3);
    for (int attempt = 1; attempt <= 3; attempt++) {
      messages.timer.pass(PATIENCE);
      assertThat(messages.store.reads()).isEqualTo(attempt);
      messages.store.failNext();
    }
    assertThat(messages.passed).isEmpty();
    messages.store.release();
    messages.timer.pass(PATIENCE);

    assertThat(messages.passed).containsExactly(1L, 2L, 3L);
  }

  @Test
  void longGapIsReadPageAfterPageWithoutAPause() {
    messages.log(900);
    messages.beginAt(0);
    messages.arrive(900);
    messages.timer.pass(PATIENCE);

    assertThat(messages.passed).isEqualTo(numbers(1, 900));
    assertThat(messages.store.reads()).isGreaterThan(1);
    assertThat(messages.tally.repaired.sum()).isEqualTo(899);
  }

  @Test
  void whatCouldNotWaitIsReadThoughNothingFollows() {
    messages.log(1);
    messages.beginAt(1);
    messages.log(1600);
    messages.arrive(LongStream.rangeClosed(3, 1601).toArray());
    messages.arrive(2);
    messages.timer.pass(PATIENCE.multipliedBy(100));

    assertThat(messages.passed).isEqualTo(numbers(2, 1601));
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void answerOfAnEarlierRepairSkipsNothing() {
    messages.log(3);
    messages.beginAt(0);
    messages.store.hold();
    messages.arrive(3);
    messages.timer.pass(PATIENCE);
    messages.store.workNext();
    messages.forget();
    messages.log(3);
    messages.beginAt(4);
    messages.arrive(6);
    messages.store.answerNext();
    messages.arrive(5);

    assertThat(messages.passed).containsExactly(5L, 6L);
  }

  @Test
  void withoutHistoryNothingWaitsForTheMissing() {
    OneSequence messages = new OneSequence(TYPING);
    messages.log(5);
    messages.beginAt(0);
    messages.arrive(1, 3, 5);
    assertThat(messages.passed).containsExactly(1L, 3L, 5L);
    assertThat(messages.timer.waiting()).isZero();
    messages.arrive(4);

    assertThat(messages.passed).containsExactly(1L, 3L, 5L);
    assertThat(messages.store.reads()).isZero();
    assertThat(messages.timer.waiting()).isZero();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
