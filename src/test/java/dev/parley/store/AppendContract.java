package dev.parley.store;

import static dev.parley.store.TestLog.answer;
import static dev.parley.store.TestLog.bodies;
import static dev.parley.store.TestLog.numbers;
import static dev.parley.store.TestLog.once;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Appended;
import dev.parley.channel.Entry;
import dev.parley.channel.Retention;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a store promises to who publishes: numbers, times, retention, keys. */
interface AppendContract extends StoreUnderTest {

  Since NOW = new Since.Now();

  @Test
  default void numbersGoOneTwoThree() {
    assertThat(log().append("a").id().number()).isEqualTo(1);
    assertThat(log().append("b").id().number()).isEqualTo(2);
    assertThat(log().append("c").id().number()).isEqualTo(3);
    assertThat(bodies(log().after(0, 10))).containsExactly("a", "b", "c");
  }

  @Test
  default void answerHoldsTheEntryAsTheLogHasIt() {
    Entry answered = log().append("a").entry().orElseThrow();

    Entry read = log().after(0, 1).entries().getFirst();
    assertThat(read.id()).isEqualTo(answered.id());
    assertThat(read.timestamp()).isEqualTo(answered.timestamp());
    assertThat(read.tail().bytes()).isEqualTo(answered.tail().bytes());
  }

  @Test
  default void channelsAreNumberedForThemselves() {
    TestLog other = anotherLog();
    log().append("a");

    assertThat(other.append("b").id().number()).isEqualTo(1);
    assertThat(bodies(log().newest(10))).containsExactly("a");
  }

  @Test
  default void batchStaysTogetherWhileOthersAppend() throws Exception {
    TestLog wide = log().keeping(new Retention(10_000, Duration.ZERO));
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      writers.add(() -> everyBatchIsContiguous(wide));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
      for (Future<Boolean> contiguous : threads.invokeAll(writers)) {
        assertThat(contiguous.get()).isTrue();
      }
    }
    assertThat(numbers(wide.after(0, 10_000)))
        .hasSize(4 * 200 * 3)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static boolean everyBatchIsContiguous(TestLog log) {
    boolean contiguous = true;
    for (int i = 0; i < 200; i++) {
      List<Appended> batch = log.appendTogether("a", "b", "c");
      long first = batch.getFirst().id().number();
      contiguous &= batch.get(1).id().number() == first + 1;
      contiguous &= batch.get(2).id().number() == first + 2;
      contiguous &= bodies(log.after(first - 1, 3)).equals(List.of("a", "b", "c"));
    }
    return contiguous;
  }

  @Test
  default void timestampsDoNotRunBackWithTheClock() {
    long first = log().append("a").entry().orElseThrow().timestamp();
    turnBack(Duration.ofHours(1));
    long second = log().append("b").entry().orElseThrow().timestamp();
    pass(Duration.ofHours(2));
    long third = log().append("c").entry().orElseThrow().timestamp();

    assertThat(second).isEqualTo(first);
    assertThat(third).isGreaterThan(second);
  }

  @Test
  default void answersComeInTheOrderOfTheCalls() {
    List<String> answers = new ArrayList<>();
    var append = log().store().append(log().name(), FIVE, List.of(TestLog.publication("a")));
    var join = log().store().join(log().name(), FIVE, "here", NOW);
    var read = log().store().readAfter(log().name(), FIVE, 0, 10);
    var leave = log().store().leave(log().name(), "here");
    var before = log().store().readBefore(log().name(), FIVE, Optional.empty(), 10);
    append.thenRun(() -> note(answers, "append"));
    join.thenRun(() -> note(answers, "join"));
    read.thenRun(() -> note(answers, "read"));
    leave.thenRun(() -> note(answers, "leave"));
    answer(before.thenRun(() -> note(answers, "before")));

    assertThat(answers).containsExactly("append", "join", "read", "leave", "before");
    assertThat(answer(join).end().number()).isEqualTo(1);
    assertThat(log().append("b").nodes()).isEmpty();
  }

  private static void note(List<String> answers, String name) {
    synchronized (answers) {
      answers.add(name);
    }
  }

  @Test
  default void repeatedKeyIsTheSamePublication() {
    Appended first = log().appendOnce("alice k1", "a");
    log().append("b");
    log().join("here", NOW);
    Appended again = log().appendOnce("alice k1", "another body");

    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.nodes()).isEqualTo(Set.of("here"));
    assertThat(TestLog.body(again.entry().orElseThrow())).isEqualTo("a");
    assertThat(bodies(log().after(0, 10))).containsExactly("a", "b");
  }

  @Test
  default void keyMeansNothingInAnotherChannel() {
    TestLog other = anotherLog();
    other.append("x");
    log().appendOnce("alice k1", "a");

    assertThat(other.appendOnce("alice k1", "b").id().number()).isEqualTo(2);
  }

  @Test
  default void keyIsForgottenAfterTheWindowAndNotBefore() {
    Appended first = log().appendOnce("alice k1", "a");
    pass(WINDOW.minus(moment()));
    assertThat(log().appendOnce("alice k1", "a").id()).isEqualTo(first.id());

    pass(moment().plusMillis(1));
    assertThat(log().appendOnce("alice k1", "a").id()).isEqualTo(first.id().at(2));
  }

  @Test
  default void keyTwiceInOneBatchIsOnePublication() {
    List<Appended> answers =
        log().appendAll(List.of(once("k1", "a"), once("k2", "b"), once("k1", "c")));

    assertThat(answers).extracting(answer -> answer.id().number()).containsExactly(1L, 2L, 1L);
    assertThat(answers).extracting(Appended::repeated).containsExactly(false, false, true);
    assertThat(bodies(log().after(0, 10))).containsExactly("a", "b");
  }

  @Test
  default void repeatOfWhatIsNoLongerKeptNamesItWithoutIt() {
    Appended first = log().appendOnce("alice k1", "a");
    log().appendMany(5);

    Appended again = log().appendOnce("alice k1", "a");
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.entry()).isEmpty();
    assertThat(again.repeated()).isTrue();
    assertThat(log().append("b").id().number()).isEqualTo(7);
  }

  @Test
  default void repeatOfWhatIsTooOldNamesItWithoutIt() {
    TestLog brief = log().keeping(new Retention(5, Duration.ofMinutes(1)));
    Appended first = brief.appendOnce("alice k1", "a");
    pass(Duration.ofMinutes(2));

    Appended again = brief.appendOnce("alice k1", "a");
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.entry()).isEmpty();
  }
}
