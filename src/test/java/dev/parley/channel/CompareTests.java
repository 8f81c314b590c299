package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the broker lost, and nothing followed, is missed by asking the store; names change. */
class CompareTests {

  private static final Duration ROUND = Duration.ofSeconds(Comparisons.ROUND_SECONDS);
  private static final Duration PAUSE = Duration.ofMillis(Comparisons.PAUSE_MILLIS);

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final FragileStore fragile = new FragileStore(clock, Duration.ofMinutes(5));
  private final HeldStore store = new HeldStore(fragile);
  private final ShakyBroker broker = new ShakyBroker(new LocalBroker());
  private final TestNode here = new TestNode("here", store, broker, timer);
  private final TestNode there = new TestNode("there", fragile, broker, timer);
  private final ManualLane lane = new ManualLane();
  private final Listener alice = new Listener(lane);

  @Test
  void lastMessageThatWasLostIsFoundAfterAnInterruption() {
    here.subscribes(LOBBY, alice);
    loses(LOBBY, "a", "b");
    here.channels.interrupted();
    timer.pass(TwoNodes.PATIENCE);

    assertThat(alice.bodies()).containsExactly("a", "b");
    assertThat(alice.gaps()).isEmpty();
    assertThat(here.tally.repaired.sum()).isEqualTo(2);
    assertThat(here.tally.compared.sum()).isEqualTo(1);
  }

  @Test
  void whatIsOnItsWayIsNotRead() {
    here.subscribes(LOBBY, alice);
    broker.hold();
    there.publishes(LOBBY, "a");
    here.channels.compare();
    broker.release();
    timer.pass(TwoNodes.PATIENCE);

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(store.reads()).isZero();
  }

  @Test
  void activeChannelIsComparedInEveryRoundForAMinute() {
    here.channels.compareRegularly();
    here.subscribes(LOBBY, alice);
    timer.pass(ROUND.multipliedBy(2));
    assertThat(here.tally.compared.sum()).isEqualTo(2);
    loses(LOBBY, "a");
    timer.pass(ROUND.plus(TwoNodes.PATIENCE));
    assertThat(alice.bodies()).containsExactly("a");

    timer.pass(Duration.ofMinutes(2));
    long asked = here.tally.compared.sum();
    assertThat(asked).isBetween(19L, 24L);
    timer.pass(Duration.ofMinutes(2));
    assertThat(here.tally.compared.sum()).isEqualTo(asked);
    there.publishes(LOBBY, "b");
    timer.pass(ROUND);
    assertThat(here.tally.compared.sum()).isEqualTo(asked + 1);
  }

  @Test
  void channelOfTheServiceItselfIsComparedHoweverQuietItIs() {
    ChannelName own = new ChannelName("nodes", "own");
    Namespaces namespaces = TestNode.NAMESPACES.withOwn(own, new Retention(10, Duration.ofDays(1)));
    TestNode follower = new TestNode("follower", store, broker, timer, namespaces);
    TestNode speaker = new TestNode("speaker", fragile, broker, timer, namespaces);
    follower.subscribes(own, alice);
    follower.channels.compareRegularly();
    timer.pass(Duration.ofMinutes(10));
    broker.hold();
    speaker.publishes(own, "a");
    broker.loseAll();
    timer.pass(ROUND.plus(TwoNodes.PATIENCE));

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(follower.channels.active()).isZero();
  }

  @Test
  void publishingHereMakesAChannelActiveThoughNothingArrives() {
    here.subscribes(LOBBY, alice);
    here.channels.compareRegularly();
    timer.pass(Duration.ofMinutes(2));
    fragile.loseInterest();
    here.publishes(LOBBY, "a");
    assertThat(alice.heard()).isEmpty();
    timer.pass(ROUND.plus(TwoNodes.PATIENCE));

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(fragile.listenersOf(LOBBY)).containsExactly("here");
  }

  @Test
  void channelThatNobodyListensToAnyMoreIsNotCompared() {
    here.channels.compareRegularly();
    here.unsubscribes(here.subscribes(LOBBY, alice), alice);
    timer.pass(ROUND);
    here.channels.compare();

    assertThat(here.tally.compared.sum()).isZero();
    assertThat(fragile.listenersOf(LOBBY)).isEmpty();
  }

  @Test
  void storeThatFailsIsAskedAgain() {
    here.subscribes(LOBBY, alice);
    loses(LOBBY, "a");
    store.hold();
    here.channels.compare();
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(here.tally.compared.sum()).isEqualTo(attempt);
      store.failNext();
      timer.pass(PAUSE);
    }
    store.release();
    timer.pass(PAUSE);

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void whatIsAskedForWhileTheStoreIsAskedIsAskedOnceMore() {
    here.subscribes(LOBBY, alice);
    store.hold();
    here.channels.compare();
    store.workNext();
    loses(LOBBY, "a");
    here.channels.compare();
    here.channels.compare();
    assertThat(store.waiting()).isEqualTo(1);
    store.release();
    timer.pass(TwoNodes.PATIENCE);

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(here.tally.compared.sum()).isEqualTo(2);
  }

  @Test
  void askedWhileTheFirstOneJoinsItIsComparedThen() {
    store.hold();
    here.subscribes(LOBBY, alice);
    store.workNext();
    loses(LOBBY, "a");
    here.channels.interrupted();
    store.release();
    timer.pass(TwoNodes.PATIENCE);

    assertThat(alice.bodies()).containsExactly("a");
  }

  @Test
  void noMoreThanSomeAreAskedForAtOnce() {
    for (int i = 0; i < 200; i++) {
      here.subscribes(new ChannelName("rooms", "room-" + i), new Listener(lane));
    }
    store.hold();
    here.channels.compare();
    for (int left = 200; left > 0; left--) {
      assertThat(store.waiting()).isEqualTo(Math.min(left, Comparisons.MOST));
      store.answerNext();
    }
    assertThat(store.waiting()).isZero();
  }

  @Test
  void channelWhoseKeyIsBrokenHoldsNoOtherBack() {
    List<ChannelName> asked = new ArrayList<>();
    Comparisons comparisons =
        new Comparisons(
            channel -> {
              asked.add(channel);
              return channel.equals(NEWS)
                  ? CompletableFuture.failedFuture(new IllegalStateException("broken"))
                  : CompletableFuture.completedFuture(null);
            },
            timer);
    comparisons.add(List.of(NEWS, LOBBY));
    assertThat(asked).containsExactly(NEWS, LOBBY);
    timer.pass(PAUSE);
    assertThat(asked).containsExactly(NEWS, LOBBY, NEWS);
  }

  @Test
  void storeThatIsAwayIsNotAskedForEveryChannelInVain() {
    int[] asked = new int[1];
    Comparisons comparisons =
        new Comparisons(
            channel -> {
              asked[0]++;
              return CompletableFuture.failedFuture(new IllegalStateException("away"));
            },
            timer);
    List<ChannelName> rooms = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rooms.add(new ChannelName("rooms", "room-" + i));
    }
    comparisons.add(rooms);
    assertThat(asked[0]).isLessThanOrEqualTo(2 * Comparisons.MOST);
    timer.pass(PAUSE);
    assertThat(asked[0]).isLessThanOrEqualTo(4 * Comparisons.MOST);
  }

  /** Published, and lost on the way to every node. */
  private void loses(ChannelName channel, String... bodies) {
    broker.hold();
    there.publishes(channel, bodies);
    broker.loseAll();
    broker.release();
  }
}
