package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static dev.parley.channel.TestNode.TYPING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is heard when the store loses what it has, and goes on in another epoch. */
class RenewalTests {

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final FragileStore fragile = new FragileStore(clock, Duration.ofMinutes(5));
  private final HeldStore store = new HeldStore(fragile);
  private final ShakyBroker broker = new ShakyBroker(new LocalBroker());
  private final TestNode here = new TestNode("here", store, broker, timer);
  private final TestNode there = new TestNode("there", fragile, broker, timer);
  private final Listener alice = new Listener(new ManualLane());
  private final Listener bob = new Listener(new ManualLane());

  @Test
  void numbersThatWereUsedBeforeAreHeardAgainInTheNewEpochOnly() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a", "b", "c");
    fragile.failOver(2);
    there.publishes(LOBBY, "d", "e", "f");

    assertThat(ids(alice)).containsExactly("e1-1", "e1-2", "e1-3", "e2-2", "e2-3", "e2-4");
    assertThat(alice.bodies()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(marked(alice)).containsExactly("e2-2");
    assertThat(here.tally.renewed.sum()).isEqualTo(1);
  }

  @Test
  void whereNothingWasLostNothingIsMarked() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a", "b");
    fragile.failOver(0);
    there.publishes(LOBBY, "c");

    assertThat(ids(alice)).containsExactly("e1-1", "e1-2", "e2-3");
    assertThat(marked(alice)).isEmpty();
  }

  @Test
  void flushIsMarkedOnTheFirstMessageAfterIt() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a", "b");
    fragile.flush();
    here.channels.compare();
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here");
    assertThat(alice.heard()).hasSize(2);
    there.publishes(LOBBY, "c", "d", "e");

    assertThat(ids(alice)).containsExactly("e1-1", "e1-2", "e2-1", "e2-2", "e2-3");
    assertThat(marked(alice)).containsExactly("e2-1");
  }

  @Test
  void lateMessagesOfTheFormerEpochAreDropped() {
    here.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    there.publishes(LOBBY, "b");
    broker.arrive(0);
    fragile.failOver(1);
    there.publishes(LOBBY, "c");
    broker.arrive(1);
    long asked = here.tally.compared.sum();
    broker.release();
    there.publishes(LOBBY, "d");

    assertThat(ids(alice)).containsExactly("e1-1", "e2-2", "e2-3");
    assertThat(marked(alice)).isEmpty();
    assertThat(here.tally.compared.sum()).isEqualTo(asked);
  }

  @Test
  void manyMessagesOfAnUnknownEpochAreOneQuestion() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a");
    fragile.failOver(0);
    store.hold();
    there.publishesMany(LOBBY, 50);
    assertThat(store.waiting()).isEqualTo(1);
    store.release();

    assertThat(alice.numbers()).hasSize(51).isSorted().doesNotHaveDuplicates();
    assertThat(here.tally.compared.sum()).isLessThanOrEqualTo(2);
  }

  @Test
  void moreOfTheOldEpochWhileTheStoreIsAskedIsNotTakenForKept() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a");
    broker.hold();
    there.publishes(LOBBY, "b");
    fragile.failOver(1);
    store.hold();
    here.channels.compare();
    store.workNext();
    broker.release();
    assertThat(alice.bodies()).containsExactly("a", "b");
    store.release();
    there.publishes(LOBBY, "c");

    assertThat(ids(alice)).containsExactly("e1-1", "e1-2", "e2-2");
    assertThat(marked(alice)).containsExactly("e2-2");
  }

  @Test
  void whoCatchesUpGoesOnWhereBothLogsAreTheSame() {
    there.publishesMany(LOBBY, 10);
    here.subscribes(LOBBY, bob);
    alice.roomFor(4);
    here.subscribes(LOBBY, new Since.Last(10), alice);
    fragile.failOver(2);
    there.publishesMany(LOBBY, 3);
    alice.roomFor(Integer.MAX_VALUE);

    assertThat(alice.numbers()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(ids(alice)).endsWith("e1-8", "e2-9", "e2-10", "e2-11");
    assertThat(marked(alice)).containsExactly("e2-9");
    assertThat(ids(bob)).containsExactly("e2-9", "e2-10", "e2-11");
  }

  @Test
  void whoJoinsTheNewEpochFirstDoesNotHearTheOldOne() {
    here.subscribes(LOBBY, alice);
    there.publishes(LOBBY, "a", "b");
    fragile.failOver(1);
    broker.hold();
    there.publishes(LOBBY, "c");
    here.subscribes(LOBBY, bob);
    there.publishes(LOBBY, "d");
    broker.release();

    assertThat(bob.joined().orElseThrow().end()).isEqualTo(new MessageId("e2", 2));
    assertThat(ids(bob)).containsExactly("e2-3");
    assertThat(ids(alice)).containsExactly("e1-1", "e1-2", "e2-2", "e2-3");
  }

  @Test
  void whoJoinsTheNewEpochIsRefusedWhereTheStoreGoesAwayBeforeTheQuestion() {
    here.subscribes(LOBBY, alice);
    fragile.failOver(0);
    store.hold();
    here.subscribes(LOBBY, bob);
    store.answerNext();
    store.failNext();
    assertThat(bob.refused()).contains(RefusalCode.UNAVAILABLE);
    store.release();
    there.publishes(LOBBY, "a");
    timer.pass(Duration.ofSeconds(1));

    assertThat(bob.heard()).isEmpty();
    assertThat(ids(alice)).containsExactly("e2-1");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void lostMessagesWithoutANewEpochAreALossAllTheSame() {
    here.subscribes(NEWS, alice);
    there.publishes(NEWS, "a", "b", "c");
    fragile.loseUnnoticed(NEWS, 3);
    here.channels.compare();
    there.publishes(NEWS, "d");

    assertThat(alice.bodies()).containsExactly("a", "b", "c", "d");
    assertThat(alice.gaps()).containsExactly(1L);
  }

  @Test
  void whereNothingIsKeptTheNewEpochIsHeardFromItsFirstMessage() {
    here.subscribes(TYPING, alice);
    there.publishes(TYPING, "a", "b");
    fragile.failOver(1);
    there.publishes(TYPING, "c");
    there.publishes(TYPING, "d");

    assertThat(alice.bodies()).containsExactly("a", "b", "c", "d");
    assertThat(store.reads()).isZero();
  }

  private static List<String> ids(Listener listener) {
    return listener.heard().stream().map(each -> each.id().toString()).toList();
  }

  private static List<String> marked(Listener listener) {
    return listener.heard().stream()
        .filter(Listener.Heard::gap)
        .map(each -> each.id().toString())
        .toList();
  }
}
