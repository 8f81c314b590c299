package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Under which name, and when, a node stands in the store. */
class NodeMoveTests {

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
  void newNameIsAddedBeforeTheOldOneIsTakenBack() {
    here.subscribes(LOBBY, alice);
    store.hold();
    CompletionStage<Void> moved = here.moves();
    store.workNext();
    assertThat(fragile.listenersOf(LOBBY)).containsExactlyInAnyOrder("here", "here~2");
    there.publishes(LOBBY, "a");
    store.release();

    assertThat(moved).isCompleted();
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here~2");
    there.publishes(LOBBY, "b");
    assertThat(alice.bodies()).containsExactly("a", "b");
  }

  @Test
  void whoComesMeanwhileStandsUnderTheNewName() {
    here.subscribes(LOBBY, alice);
    store.hold();
    here.moves();
    here.subscribes(NEWS, bob);
    here.subscribes(LOBBY, new Listener(new ManualLane()));
    store.release();

    assertThat(fragile.listenersOf(NEWS)).containsExactly("here~2");
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here~2");
  }

  @Test
  void moveThatFailsCanBeRepeated() {
    here.subscribes(LOBBY, alice);
    here.subscribes(NEWS, bob);
    store.hold();
    CompletionStage<Void> moved = here.moves();
    store.failNext();
    store.release();
    assertThat(moved).isCompletedExceptionally();
    Set<String> either = Set.of("here", "here~2");
    assertThat(either).containsAll(fragile.listenersOf(LOBBY));

    assertThat(here.movesAgain()).isCompleted();
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here~2");
    assertThat(fragile.listenersOf(NEWS)).containsExactly("here~2");
  }

  @Test
  void joinUnderTheOldNameThatIsUnderWayIsTakenBackToo() {
    store.hold();
    here.subscribes(LOBBY, alice);
    CompletionStage<Void> moved = here.moves();
    store.release();

    assertThat(moved).isCompleted();
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here~2");
    there.publishes(LOBBY, "a");
    assertThat(alice.bodies()).containsExactly("a");
  }

  @Test
  void whoLeavesWhileTheNodeMovesLeavesUnderEveryName() {
    Subscription subscription = here.subscribes(LOBBY, alice);
    store.hold();
    CompletionStage<Void> moved = here.moves();
    here.unsubscribes(subscription, alice);
    store.release();

    assertThat(moved).isCompleted();
    assertThat(fragile.listenersOf(LOBBY)).isEmpty();
    assertThat(here.channels.active()).isZero();
  }

  @Test
  void noMoreThanSomeMoveAtOnceAndOneThatFailsHoldsNoneBack() {
    for (int i = 0; i < 200; i++) {
      here.subscribes(new ChannelName("rooms", "room-" + i), new Listener(new ManualLane()));
    }
    store.hold();
    CompletionStage<Void> moved = here.moves();
    assertThat(store.waiting()).isEqualTo(Walk.MOST + Comparisons.MOST);
    store.failNext();
    store.release();

    assertThat(moved).isCompletedExceptionally();
    assertThat(here.movesAgain()).isCompleted();
    for (int i = 0; i < 200; i++) {
      assertThat(fragile.listenersOf(new ChannelName("rooms", "room-" + i)))
          .containsExactly("here~2");
    }
  }

  @Test
  void nobodyListensBeforeTheNodeCanBeReached() {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    LogBacklog log = new LogBacklog(fragile, TestNode.NAMESPACES);
    Channels early =
        new Channels(
            fragile,
            broker,
            TestNode.NAMESPACES,
            new Channels.Node(() -> "early", timer, new Tally()),
            channel -> log);
    early.listen(confirmed);
    early.subscribe(LOBBY, new Since.Now(), alice);
    Subscription gone = early.subscribe(NEWS, new Since.Now(), bob);
    early.unsubscribe(gone);
    early.compare();
    assertThat(fragile.listenersOf(LOBBY)).isEmpty();
    assertThat(alice.joined()).isEmpty();
    assertThat(early.publish(LOBBY, List.of(TestNode.publication("a")))).isCompleted();

    confirmed.complete(null);
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("early");
    assertThat(fragile.listenersOf(NEWS)).isEmpty();
    assertThat(alice.joined().orElseThrow().end().number()).isEqualTo(1);
    assertThat(bob.joined()).isEmpty();
  }
}
