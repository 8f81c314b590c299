package dev.parley.store;

import static dev.parley.store.TestLog.bodies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Joined;
import dev.parley.channel.Retention;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a store promises to who listens: where a subscription stands, and who is told. */
interface JoinContract extends StoreUnderTest {

  Duration DAY = Duration.ofDays(1);
  Retention ONE_DAY = new Retention(1000, DAY);
  Since NOW = new Since.Now();

  @Test
  default void sinceNowBeginsAtTheEnd() {
    MessageId end = log().appendTogether("a", "b", "c").getLast().id();

    assertThat(log().look(NOW)).isEqualTo(new Joined(end, 3, true));
  }

  @Test
  default void sinceTheLastFewBeginsBeforeThem() {
    MessageId end = log().appendTogether("a", "b", "c").getLast().id();

    assertThat(log().look(new Since.Last(0))).isEqualTo(new Joined(end, 3, true));
    assertThat(log().look(new Since.Last(2))).isEqualTo(new Joined(end, 1, true));
    assertThat(log().look(new Since.Last(3))).isEqualTo(new Joined(end, 0, true));
    assertThat(log().look(new Since.Last(1000))).isEqualTo(new Joined(end, 0, true));
  }

  @Test
  default void sinceMoreThanIsKeptBeginsWithTheOldestKept() {
    log().appendMany(9);

    assertThat(log().look(new Since.Last(999_999_999)).after()).isEqualTo(4);
    assertThat(log().look(new Since.Last(999_999_999)).recovered()).isTrue();
  }

  @Test
  default void sinceAKnownMessageBeginsAfterIt() {
    MessageId end = log().appendTogether("a", "b", "c").getLast().id();

    assertThat(log().lookAfter(end.at(0))).isEqualTo(new Joined(end, 0, true));
    assertThat(log().lookAfter(end.at(2))).isEqualTo(new Joined(end, 2, true));
    assertThat(log().lookAfter(end)).isEqualTo(new Joined(end, 3, true));
  }

  @Test
  default void sinceAMessageBeyondTheEndIsNotRecovered() {
    MessageId end = log().appendTogether("a", "b", "c").getLast().id();

    assertThat(log().lookAfter(end.at(4))).isEqualTo(new Joined(end, 0, false));
  }

  @Test
  default void sinceAnotherEpochIsNotRecoveredAndBeginsWithWhatIsKept() {
    log().appendMany(7);
    MessageId end = log().after(0, 1).end();

    assertThat(log().lookAfter(new MessageId("elsewhere", 6))).isEqualTo(new Joined(end, 2, false));
    assertThat(log().lookAfter(new MessageId("elsewhere", 0)).recovered()).isFalse();
  }

  @Test
  default void sinceATrimmedPlaceIsRecoveredOnlyWhereNothingIsMissing() {
    log().appendMany(7);
    MessageId end = log().after(0, 1).end();

    assertThat(log().lookAfter(end.at(1))).isEqualTo(new Joined(end, 2, false));
    assertThat(log().lookAfter(end.at(2))).isEqualTo(new Joined(end, 2, true));
    assertThat(log().lookAfter(end.at(0))).isEqualTo(new Joined(end, 2, false));
  }

  @Test
  default void sinceAPlaceWhoseFollowersAreTooOldIsNotRecovered() {
    TestLog daily = log().keeping(ONE_DAY);
    MessageId end = daily.appendTogether("a", "b").getLast().id();
    pass(DAY.plusMillis(1));

    assertThat(daily.lookAfter(end.at(1))).isEqualTo(new Joined(end, 2, false));
    assertThat(daily.lookAfter(end)).isEqualTo(new Joined(end, 2, true));
  }

  @Test
  default void placeBeforeTheFirstMessageCanBeNamedAndResumedLater() {
    MessageId before = log().look(NOW).end();
    assertThat(before.number()).isZero();
    assertThat(log().lookAfter(before)).isEqualTo(new Joined(before, 0, true));

    log().appendTogether("a", "b");
    assertThat(log().lookAfter(before)).isEqualTo(new Joined(before.at(2), 0, true));
    assertThat(bodies(log().after(0, 10))).containsExactly("a", "b");
  }

  @Test
  default void listeningWhereNobodyEverPublishedLeavesNothing() {
    log().join("here", NOW);
    log().join("there", new Since.Last(5));
    log().lookAfter(new MessageId("elsewhere", 3));
    log().after(0, 10);
    log().newest(10);
    log().leave("here");
    log().leave("there");

    assertThat(keeps(log())).isFalse();
  }

  @Test
  default void answerNamesTheNodesThatListen() {
    assertThat(log().append("a").nodes()).isEmpty();
    log().join("here", NOW);
    log().join("there", new Since.Last(3));
    assertThat(log().append("b").nodes()).isEqualTo(Set.of("here", "there"));
    log().leave("here");
    assertThat(log().append("c").nodes()).isEqualTo(Set.of("there"));
    log().leave("there");
    assertThat(log().append("d").nodes()).isEmpty();
  }

  @Test
  default void interestIsOneHoweverOftenItIsTold() {
    log().join("here", NOW);
    log().join("here", NOW);
    assertThat(log().append("a").nodes()).isEqualTo(Set.of("here"));
    log().leave("here");
    assertThat(log().append("b").nodes()).isEmpty();
    log().leave("here");
    assertThat(log().append("c").nodes()).isEmpty();
  }
}
