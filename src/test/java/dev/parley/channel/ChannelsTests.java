package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static dev.parley.channel.TestNode.TYPING;
import static dev.parley.channel.TestNode.once;
import static dev.parley.channel.TwoNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.MessageId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is published on one node is heard on every node. */
class ChannelsTests {

  private final TwoNodes nodes = new TwoNodes();
  private final ManualTimer timer = nodes.timer;
  private final HeldStore store = nodes.store;
  private final ShakyBroker broker = nodes.broker;
  private final TestNode here = nodes.here;
  private final TestNode there = nodes.there;
  private final ManualLane lane = new ManualLane();
  private final Listener alice = new Listener(lane);
  private final Listener bob = new Listener(lane);

  @Test
  void whoSubscribesHearsWhatIsSaidFromThenOn() {
    here.publishes(LOBBY, "before");
    here.subscribes(LOBBY, alice);
    here.publishes(LOBBY, "hi", "there");
    here.publishes(LOBBY, "all");

    assertThat(alice.bodies()).containsExactly("hi", "there", "all");
    assertThat(alice.numbers()).containsExactly(2L, 3L, 4L);
    assertThat(alice.gaps()).isEmpty();
    assertThat(alice.complaints()).isEmpty();
  }

  @Test
  void everyNodeHearsTheSame() {
    here.subscribes(LOBBY, alice);
    there.subscribes(LOBBY, bob);
    here.publishes(LOBBY, "a");
    there.publishes(LOBBY, "b");
    here.publishes(LOBBY, "c");

    assertThat(alice.bodies()).containsExactly("a", "b", "c");
    assertThat(bob.heard()).isEqualTo(alice.heard());
  }

  @Test
  void whatOvertakesIsPutInOrder() {
    there.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    here.publishes(LOBBY, "b");
    broker.arrive(1);
    assertThat(alice.bodies()).isEmpty();
    broker.arrive(0);

    assertThat(alice.bodies()).containsExactly("a", "b");
    assertThat(there.tally.repaired.sum()).isZero();
  }

  @Test
  void whatComesTwiceIsHeardOnce() {
    there.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    broker.arriveAndStay(0);
    there.publishes(LOBBY, "b");
    broker.arriveAndStay(1);
    broker.release();

    assertThat(alice.bodies()).containsExactly("a", "b");
  }

  @Test
  void whatTheBrokerLosesIsReadFromTheLog() {
    there.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    broker.loseAll();
    broker.release();
    there.publishes(LOBBY, "b");
    assertThat(alice.bodies()).isEmpty();
    timer.pass(PATIENCE);

    assertThat(alice.bodies()).containsExactly("a", "b");
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void whatIsLostAndNoLongerKeptIsMarked() {
    there.subscribes(NEWS, alice);
    there.publishes(NEWS, "1");
    broker.hold();
    there.publishesMany(NEWS, 5);
    broker.loseAll();
    broker.release();
    there.publishes(NEWS, "7");
    timer.pass(PATIENCE);
    there.publishes(NEWS, "8");

    assertThat(alice.numbers()).containsExactly(1L, 5L, 6L, 7L, 8L);
    assertThat(alice.gaps()).containsExactly(5L);
  }

  @Test
  void withoutHistoryWhatIsLostIsMarkedAndNotRead() {
    here.subscribes(TYPING, alice);
    broker.hold();
    here.publishes(TYPING, "lost");
    broker.loseAll();
    broker.release();
    here.publishes(TYPING, "b");
    timer.pass(PATIENCE);
    here.publishes(TYPING, "c");

    assertThat(alice.bodies()).containsExactly("b", "c");
    assertThat(alice.gaps()).containsExactly(2L);
    assertThat(store.reads()).isZero();
  }

  @Test
  void repeatedPublicationIsHeardOnceAndSentAgain() {
    here.subscribes(LOBBY, alice);
    broker.hold();
    here.channels.publish(LOBBY, List.of(once("k", "a")));
    broker.loseAll();
    broker.release();
    here.channels.publish(LOBBY, List.of(once("k", "a")));
    here.channels.publish(LOBBY, List.of(once("k", "a")));

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void historyIsThePastOfTheChannel() {
    here.publishes(LOBBY, "a", "b", "c");
    Page page = here.channels.history(LOBBY, Optional.empty(), 2).toCompletableFuture().join();

    assertThat(page.entries()).extracting(Entry::number).containsExactly(2L, 3L);
    assertThat(page.more()).isTrue();
  }

  @Test
  void refusedPublicationIsNotSpread() {
    there.subscribes(LOBBY, bob);
    store.hold();
    var published = here.publishes(LOBBY, "a").toCompletableFuture();
    store.failNext();

    assertThat(published).isCompletedExceptionally();
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void eachGetsTheFrameOfItsOwnSubscription() {
    Listener carol = new Listener(lane, "sub-7");
    Listener dave = new Listener(new ManualLane(), "sub:1");
    here.subscribes(LOBBY, alice);
    Subscription leaving = here.subscribes(LOBBY, carol);
    here.subscribes(LOBBY, bob);
    here.subscribes(LOBBY, dave);
    here.publishes(LOBBY, "a");
    here.unsubscribes(leaving, carol);
    here.publishes(LOBBY, "b");

    assertThat(alice.heard()).extracting(Listener.Heard::subscription).containsOnly("sub-0");
    assertThat(carol.heard()).extracting(Listener.Heard::subscription).containsExactly("sub-7");
    assertThat(dave.heard()).extracting(Listener.Heard::subscription).containsOnly("sub\\c1");
    assertThat(List.of(alice, bob, dave))
        .allSatisfy(each -> assertThat(each.bodies()).containsExactly("a", "b"));
    assertThat(here.tally.delivered.sum()).isEqualTo(7);
  }

  @Test
  void whoLeavesTakesNobodyAlong() {
    Listener carol = new Listener(lane);
    Subscription first = here.subscribes(LOBBY, alice);
    here.subscribes(LOBBY, bob);
    Subscription third = here.subscribes(LOBBY, carol);
    here.unsubscribes(first, alice);
    here.publishes(LOBBY, "a");
    here.unsubscribes(third, carol);
    here.publishes(LOBBY, "b");

    assertThat(alice.heard()).isEmpty();
    assertThat(carol.bodies()).containsExactly("a");
    assertThat(bob.bodies()).containsExactly("a", "b");
  }

  @Test
  void resumingOnAnotherNodeHasNoSeam() {
    Subscription first = here.subscribes(LOBBY, alice);
    here.publishes(LOBBY, "a", "b");
    here.unsubscribes(first, alice);
    here.publishes(LOBBY, "c");
    MessageId seen = alice.heard().getLast().id();
    there.resumes(LOBBY, seen, bob);
    here.publishes(LOBBY, "d");

    assertThat(bob.joined().orElseThrow().recovered()).isTrue();
    assertThat(bob.bodies()).containsExactly("c", "d");
  }

  @Test
  void lostMessageIsRepairedForWhoJustJoinedToo() {
    here.subscribes(LOBBY, bob);
    here.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    there.publishes(LOBBY, "b");
    broker.lose(0);
    broker.release();
    Listener late = new Listener(lane);
    here.subscribes(LOBBY, late);
    timer.pass(PATIENCE);
    there.publishes(LOBBY, "c");

    assertThat(alice.bodies()).containsExactly("a", "b", "c");
    assertThat(late.bodies()).containsExactly("c");
    assertThat(late.gaps()).isEmpty();
  }
}
