package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** From what was missed to what is said now. */
class SubscriptionTests {

  private final TwoNodes nodes = new TwoNodes();
  private final HeldStore store = nodes.store;
  private final ShakyBroker broker = nodes.broker;
  private final ManualClock clock = nodes.clock;
  private final TestNode here = nodes.here;
  private final TestNode there = nodes.there;
  private final ManualLane lane = new ManualLane();
  private final Listener alice = new Listener(lane);

  @Test
  void whatWasMissedComesFirst() {
    there.publishes(LOBBY, "a", "b", "c");
    here.subscribes(LOBBY, new Since.Last(2), alice);
    there.publishes(LOBBY, "d");

    assertThat(alice.bodies()).containsExactly("b", "c", "d");
    assertThat(alice.gaps()).isEmpty();
    assertThat(alice.complaints()).isEmpty();
    assertThat(here.tally.replayed.sum()).isEqualTo(2);
    assertThat(here.tally.delivered.sum()).isEqualTo(3);
  }

  @Test
  void replayHasTheSameTimesAndIdsAsTheFirstTime() {
    Listener bob = new Listener(new ManualLane());
    here.subscribes(LOBBY, bob);
    there.publishes(LOBBY, "a");
    clock.pass(Duration.ofSeconds(5));
    there.publishes(LOBBY, "b");
    here.subscribes(LOBBY, new Since.Last(9), alice);

    assertThat(alice.heard()).isEqualTo(bob.heard());
  }

  @Test
  void whatIsSaidWhileJoiningFollowsOnce() {
    there.publishes(LOBBY, "a", "b");
    store.hold();
    here.subscribes(LOBBY, new Since.Last(1), alice);
    store.workNext();
    there.publishes(LOBBY, "c");
    assertThat(alice.heard()).isEmpty();
    store.answerNext();
    there.publishes(LOBBY, "d");
    store.workNext();
    there.publishes(LOBBY, "e");
    store.release();
    there.publishes(LOBBY, "f");

    assertThat(alice.bodies()).containsExactly("b", "c", "d", "e", "f");
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void whoBeginsNowDoesNotHearWhatAnEdgeBehindStillHasToSay() {
    Listener bob = new Listener(new ManualLane());
    here.subscribes(LOBBY, bob);
    broker.hold();
    there.publishes(LOBBY, "a", "b");
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "c");
    broker.release();

    assertThat(bob.bodies()).containsExactly("a", "b", "c");
    assertThat(alice.bodies()).containsExactly("c");
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void whoResumesOnAnEdgeBehindHearsEverythingOnce() {
    here.subscribes(LOBBY, new Listener(new ManualLane()));
    there.publishes(LOBBY, "a");
    MessageId seen = nodes.endOf(LOBBY);
    broker.hold();
    there.publishes(LOBBY, "b", "c");
    here.resumes(LOBBY, seen, alice);
    assertThat(alice.bodies()).containsExactly("b", "c");
    broker.release();
    there.publishes(LOBBY, "d");

    assertThat(alice.bodies()).containsExactly("b", "c", "d");
  }

  @Test
  void laneThatLagsBehindTellsItAllTheSame() {
    there.publishes(LOBBY, "a");
    lane.hold();
    here.subscribes(LOBBY, new Since.Last(1), alice);
    there.publishes(LOBBY, "b");
    assertThat(alice.joined()).isEmpty();
    lane.runNext();
    there.publishes(LOBBY, "c");
    lane.release();
    there.publishes(LOBBY, "d");

    assertThat(alice.bodies()).containsExactly("a", "b", "c", "d");
    assertThat(alice.complaints()).isEmpty();
  }

  @Test
  void longPastIsReadInPages() {
    there.publishesMany(LOBBY, 700);
    here.subscribes(LOBBY, new Since.Last(650), alice);

    assertThat(alice.numbers()).isEqualTo(numbers(51, 700));
    assertThat(store.reads()).isGreaterThan(5);
  }

  @Test
  void replayWaitsForRoom() {
    there.publishesMany(LOBBY, 500);
    alice.roomFor(0);
    here.subscribes(LOBBY, new Since.Last(500), alice);
    assertThat(alice.joined()).isPresent();
    assertThat(alice.heard()).isEmpty();
    assertThat(store.reads()).isZero();

    alice.roomFor(1);
    int page = alice.heard().size();
    assertThat(page).isBetween(1, 100);
    there.publishes(LOBBY, "live");
    assertThat(alice.heard()).hasSize(page);
    alice.roomFor(Integer.MAX_VALUE);
    assertThat(alice.numbers()).isEqualTo(numbers(1, 501));
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void whatCannotBeHeldIsLeftToTheLog() {
    there.publishesMany(LOBBY, 10);
    alice.roomFor(0);
    here.subscribes(LOBBY, new Since.Last(5), alice);
    there.publishesMany(LOBBY, 600);
    alice.roomFor(Integer.MAX_VALUE);
    there.publishes(LOBBY, "live");

    assertThat(alice.numbers()).isEqualTo(numbers(6, 611));
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void whatCannotBeHeldWhileJoiningIsLeftToTheLog() {
    there.publishesMany(LOBBY, 10);
    store.hold();
    here.subscribes(LOBBY, alice);
    store.workNext();
    there.publishesMany(LOBBY, 600);
    store.release();
    there.publishes(LOBBY, "live");

    assertThat(alice.numbers()).isEqualTo(numbers(11, 611));
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void unsubscribedWhileCatchingUpHearsNoMore() {
    there.publishesMany(LOBBY, 500);
    alice.roomFor(1);
    Subscription subscription = here.subscribes(LOBBY, new Since.Last(500), alice);
    int heard = alice.heard().size();
    here.unsubscribes(subscription, alice);
    alice.roomFor(Integer.MAX_VALUE);
    there.publishes(LOBBY, "live");

    assertThat(alice.heard()).hasSize(heard);
    assertThat(alice.complaints()).isEmpty();
    assertThat(here.channels.active()).isZero();
  }

  @Test
  void unsubscribedWhileTheLogIsReadHearsNoMore() {
    there.publishes(LOBBY, "a", "b");
    store.hold();
    Subscription subscription = here.subscribes(LOBBY, new Since.Last(2), alice);
    store.answerNext();
    store.workNext();
    here.unsubscribes(subscription, alice);
    store.release();

    assertThat(alice.joined()).isPresent();
    assertThat(alice.heard()).isEmpty();
    assertThat(alice.complaints()).isEmpty();
    assertThat(here.channels.active()).isZero();
  }

  @Test
  void storeThatGoesAwayDuringReplayIsTold() {
    there.publishesMany(LOBBY, 100);
    store.hold();
    Subscription subscription = here.subscribes(LOBBY, new Since.Last(100), alice);
    store.answerNext();
    store.answerNext();
    store.failNext();
    assertThat(alice.refused()).contains(RefusalCode.UNAVAILABLE);
    assertThat(alice.numbers()).isEqualTo(numbers(1, 64));
    store.release();
    there.publishes(LOBBY, "live");
    assertThat(alice.complaints()).isEmpty();

    here.unsubscribes(subscription, alice);
    assertThat(here.channels.active()).isZero();
  }

  @Test
  void whoIsCatchingUpHoldsNobodyBack() {
    Listener bob = new Listener(lane);
    there.publishesMany(LOBBY, 500);
    alice.roomFor(0);
    here.subscribes(LOBBY, new Since.Last(500), alice);
    here.subscribes(LOBBY, bob);
    there.publishes(LOBBY, "live");

    assertThat(bob.bodies()).containsExactly("live");
    assertThat(alice.heard()).isEmpty();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
