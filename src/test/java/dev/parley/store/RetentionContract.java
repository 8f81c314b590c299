package dev.parley.store;

import static dev.parley.store.TestLog.bodies;
import static dev.parley.store.TestLog.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Appended;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Retention;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store promises to who reads the log: what is kept, for how long, in pages. */
interface RetentionContract extends StoreUnderTest {

  Duration DAY = Duration.ofDays(1);
  Retention ONE_DAY = new Retention(1000, DAY);
  Retention NOTHING = new Retention(0, Duration.ZERO);
  Since NOW = new Since.Now();

  @Test
  default void onlyTheNewestAreKept() {
    log().appendMany(7);

    assertThat(numbers(log().after(0, 10))).containsExactly(3L, 4L, 5L, 6L, 7L);
    assertThat(numbers(log().newest(10))).containsExactly(3L, 4L, 5L, 6L, 7L);
  }

  @Test
  default void whatIsTooOldIsNotReadEvenBeforeItIsRemoved() {
    TestLog daily = log().keeping(ONE_DAY);
    daily.append("old");
    pass(Duration.ofHours(1));
    daily.append("newer");
    pass(DAY.minusHours(1).minus(moment()));
    assertThat(bodies(daily.after(0, 10))).containsExactly("old", "newer");

    pass(moment().plusMillis(1));
    assertThat(bodies(daily.after(0, 10))).containsExactly("newer");
    assertThat(bodies(daily.newest(10))).containsExactly("newer");
    pass(Duration.ofHours(1));
    assertThat(daily.after(0, 10).entries()).isEmpty();
    assertThat(daily.newest(10).entries()).isEmpty();
    assertThat(daily.after(0, 10).end().number()).isEqualTo(2);
  }

  @Test
  default void withoutHistoryNumbersGoOnAndNothingIsKept() {
    TestLog live = log().keeping(NOTHING);
    Appended first = live.append("a");
    assertThat(first.entry()).isPresent();
    assertThat(live.append("b").id()).isEqualTo(first.id().at(2));

    assertThat(live.after(0, 10)).isEqualTo(new Page(List.of(), first.id().at(2), false));
    assertThat(live.look(new Since.Last(5))).isEqualTo(new Joined(first.id().at(2), 2, true));
    assertThat(live.lookAfter(first.id())).isEqualTo(new Joined(first.id().at(2), 2, false));
    assertThat(live.lookAfter(first.id().at(2))).isEqualTo(new Joined(first.id().at(2), 2, true));
  }

  @Test
  default void readingWhereNobodyEverPublishedFindsNothingAndLeavesNothing() {
    assertThat(log().after(0, 10).entries()).isEmpty();
    assertThat(log().newest(10).entries()).isEmpty();
    assertThat(log().before(new MessageId("elsewhere", 3), 10).entries()).isEmpty();
    log().leave("here");

    assertThat(log().after(0, 10).end().number()).isZero();
    assertThat(keeps(log())).isFalse();
  }

  @Test
  default void readsForwardInPages() {
    MessageId end = log().appendTogether("a", "b", "c", "d", "e").getLast().id();

    Page first = log().after(0, 2);
    assertThat(numbers(first)).containsExactly(1L, 2L);
    assertThat(first.more()).isTrue();
    assertThat(first.end()).isEqualTo(end);
    assertThat(log().after(0, 4).more()).isTrue();
    Page second = log().after(2, 3);
    assertThat(numbers(second)).containsExactly(3L, 4L, 5L);
    assertThat(second.more()).isFalse();
    assertThat(log().after(5, 3)).isEqualTo(new Page(List.of(), end, false));
    assertThat(log().after(9, 3)).isEqualTo(new Page(List.of(), end, false));
  }

  @Test
  default void readsForwardFromTheOldestKept() {
    log().appendMany(8);

    assertThat(numbers(log().after(1, 2))).containsExactly(4L, 5L);
    assertThat(log().after(1, 5).more()).isFalse();
  }

  @Test
  default void readsBackInPagesOldestFirst() {
    MessageId end = log().appendTogether("a", "b", "c", "d", "e").getLast().id();

    assertThat(numbers(log().newest(2))).containsExactly(4L, 5L);
    assertThat(log().newest(2).more()).isTrue();
    assertThat(log().newest(2).end()).isEqualTo(end);
    assertThat(numbers(log().before(end.at(4), 2))).containsExactly(2L, 3L);
    assertThat(log().before(end.at(4), 2).more()).isTrue();
    assertThat(numbers(log().before(end.at(4), 3))).containsExactly(1L, 2L, 3L);
    assertThat(log().before(end.at(4), 3).more()).isFalse();
    assertThat(log().before(end.at(1), 3)).isEqualTo(new Page(List.of(), end, false));
    assertThat(log().before(end.at(0), 3)).isEqualTo(new Page(List.of(), end, false));
  }

  @Test
  default void readsBackToTheOldestKept() {
    log().appendMany(8);
    MessageId end = log().newest(1).end();

    assertThat(numbers(log().before(end.at(6), 10))).containsExactly(4L, 5L);
    assertThat(log().before(end.at(6), 10).more()).isFalse();
    assertThat(log().before(end.at(2), 10)).isEqualTo(new Page(List.of(), end, false));
  }

  @Test
  default void nothingIsBeforeAnIdThatTheChannelCannotKnow() {
    MessageId end = log().appendTogether("a", "b").getLast().id();

    assertThat(log().before(new MessageId("elsewhere", 2), 10))
        .isEqualTo(new Page(List.of(), end, false));
    assertThat(log().before(end.at(3), 10)).isEqualTo(new Page(List.of(), end, false));
    assertThat(numbers(log().before(end, 10))).containsExactly(1L);
  }

  @Test
  default void epochAndLastNumberOutliveTheMessagesBySevenDays() {
    TestLog daily = log().keeping(ONE_DAY);
    MessageId end = daily.appendTogether("a", "b").getLast().id();
    tidyUpDaily(8, ONE_DAY);

    assertThat(daily.lookAfter(end)).isEqualTo(new Joined(end, 2, true));
    assertThat(daily.lookAfter(end.at(1))).isEqualTo(new Joined(end, 2, false));
    assertThat(daily.append("c").id()).isEqualTo(end.at(3));
  }

  @Test
  default void messagesThatMayBeKeptForLongAreNotForgottenBefore() {
    MessageId end = log().appendTogether("a", "b").getLast().id();
    tidyUpDaily(30, FIVE);

    assertThat(bodies(log().after(0, 10))).containsExactly("a", "b");
    assertThat(log().lookAfter(end.at(1))).isEqualTo(new Joined(end, 1, true));
  }

  @Test
  default void channelIsNotForgottenWhileSomebodyListensOrJustLeft() {
    TestLog daily = log().keeping(ONE_DAY);
    MessageId end = daily.append("a").id();
    daily.join("here", NOW);
    tidyUpDaily(30, ONE_DAY);
    daily.leave("here");
    tidyUpDaily(6, ONE_DAY);

    assertThat(daily.lookAfter(end)).isEqualTo(new Joined(end, 1, true));
  }

  @Test
  default void oldIdIsNotRecoveredOnceTheChannelIsForgotten() {
    TestLog daily = log().keeping(ONE_DAY);
    MessageId end = daily.appendTogether("a", "b").getLast().id();
    tidyUpDaily(60, ONE_DAY);

    assertThat(keeps(daily)).isFalse();
    assertThat(daily.lookAfter(end).recovered()).isFalse();
    daily.appendTogether("c", "d", "e");
    assertThat(daily.lookAfter(end)).isEqualTo(new Joined(daily.newest(1).end(), 0, false));
    assertThat(daily.newest(1).end().epoch()).isNotEqualTo(end.epoch());
  }

  private void tidyUpDaily(int days, Retention retention) {
    for (int day = 0; day < days; day++) {
      pass(DAY);
      tidyUp(retention);
    }
  }
}
