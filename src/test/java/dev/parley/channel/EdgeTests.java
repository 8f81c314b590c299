package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.store.MemoryStore;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who comes and who goes, and what the store knows of it. */
class EdgeTests {

  private final TwoNodes nodes = new TwoNodes();
  private final ManualTimer timer = nodes.timer;
  private final MemoryStore memory = nodes.memory;
  private final HeldStore store = nodes.store;
  private final TestNode here = nodes.here;
  private final TestNode there = nodes.there;
  private final ManualLane lane = new ManualLane();
  private final Listener alice = new Listener(lane);
  private final Listener bob = new Listener(lane);

  @Test
  void nothingIsLeftBehindByWhoUnsubscribes() {
    Subscription first = here.subscribes(LOBBY, alice);
    Subscription second = here.subscribes(LOBBY, bob);
    here.publishes(LOBBY, "a");
    here.unsubscribes(first, alice);
    here.publishes(LOBBY, "b");
    here.unsubscribes(second, bob);
    here.unsubscribes(second, bob);
    here.publishes(LOBBY, "c");

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(bob.bodies()).containsExactly("a", "b");
    assertNothingIsLeft();
  }

  @Test
  void nothingIsLeftBehindWhereNobodyEverPublished() {
    ChannelName empty = new ChannelName("rooms", "empty");
    Subscription subscription = here.subscribes(empty, new Since.Last(10), alice);
    assertThat(alice.joined().orElseThrow().end().number()).isZero();
    here.unsubscribes(subscription, alice);

    assertThat(here.channels.active()).isZero();
    assertThat(memory.size()).isZero();
  }

  @Test
  void unsubscribedWhileJoiningHearsNothing() {
    store.hold();
    Subscription subscription = here.subscribes(LOBBY, new Since.Last(10), alice);
    there.publishes(LOBBY, "a");
    store.workNext();
    there.publishes(LOBBY, "b");
    here.unsubscribes(subscription, alice);
    store.release();

    assertThat(alice.joined()).isEmpty();
    assertThat(alice.complaints()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void whoComesWhileTheLastOneLeavesIsStillTold() {
    Subscription first = here.subscribes(LOBBY, alice);
    store.hold();
    here.unsubscribes(first, alice);
    here.subscribes(LOBBY, bob);
    assertThat(store.waiting()).isEqualTo(1);
    there.publishes(LOBBY, "before");
    store.workNext();
    there.publishes(LOBBY, "meanwhile");
    store.answerNext();
    store.workNext();
    there.publishes(LOBBY, "a");
    store.release();
    there.publishes(LOBBY, "b");

    assertThat(bob.bodies()).containsExactly("a", "b");
    assertThat(bob.gaps()).isEmpty();
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void whoComesAfterSomebodyWhoLeftWhileJoiningIsToldAtOnce() {
    store.hold();
    Subscription first = here.subscribes(LOBBY, alice);
    here.unsubscribes(first, alice);
    here.subscribes(LOBBY, bob);
    store.answerNext();
    store.answerNext();
    there.publishes(LOBBY, "unheard", "of");
    store.release();
    there.publishes(LOBBY, "a");

    assertThat(bob.bodies()).containsExactly("a");
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void comingAndGoingWhileTheLastOneLeavesKeepsNoInterestAndLosesNone() {
    Subscription first = here.subscribes(LOBBY, alice);
    store.hold();
    here.unsubscribes(first, alice);
    Listener passing = new Listener(lane);
    here.unsubscribes(here.subscribes(LOBBY, passing), passing);
    store.answerNext();
    here.subscribes(LOBBY, bob);
    store.release();

    there.publishes(LOBBY, "a");
    assertThat(bob.bodies()).containsExactly("a");
  }

  @Test
  void joinsDoNotWaitForEachOther() {
    store.hold();
    for (int i = 0; i < 5; i++) {
      here.subscribes(LOBBY, new Listener(lane));
    }

    assertThat(store.unworked()).isEqualTo(5);
  }

  @Test
  void interestIsTakenBackAlone() {
    store.hold();
    for (int i = 0; i < 5; i++) {
      Listener passing = new Listener(lane);
      here.unsubscribes(here.subscribes(LOBBY, passing), passing);
    }
    here.subscribes(LOBBY, alice);
    here.subscribes(LOBBY, bob);
    for (int step = 0; step < 10; step++) {
      assertThat(store.unworked()).isEqualTo(1);
      assertThat(store.isNextLeave()).isEqualTo(step % 2 == 1);
      store.workNext();
      assertThat(store.waiting()).isEqualTo(1);
      store.answerNext();
    }

    assertThat(store.unworked()).isEqualTo(2);
    store.release();
    assertThat(nodes.interestedIn(LOBBY)).isEqualTo(Set.of("here"));
  }

  @Test
  void whoStaysIsNotHurtByWhoNeverGotIn() {
    here.subscribes(LOBBY, alice);
    // The lane's task arrives while the edge is busy, so that the order of the two is known.
    Lane busy =
        new Lane() {
          private final AtomicInteger visits = new AtomicInteger();

          @Override
          public void run(Runnable task, int writes) {
            if (visits.getAndIncrement() == 0) {
              here.unsubscribes(here.subscribes(LOBBY, bob), bob);
            }
            task.run();
          }
        };
    Subscription busyOne = here.subscribes(LOBBY, new Listener(busy));
    here.channels.unsubscribe(busyOne);
    here.publishes(LOBBY, "a");

    assertThat(alice.bodies()).containsExactly("a");
    assertThat(bob.heard()).isEmpty();
    assertThat(nodes.interestedIn(LOBBY)).isEqualTo(Set.of("here"));
  }

  @Test
  void refusalOfTheStoreIsToldAndLeavesNothing() {
    store.hold();
    here.subscribes(LOBBY, alice);
    store.failNext();
    store.release();

    assertThat(alice.refused()).contains(RefusalCode.UNAVAILABLE);
    assertThat(alice.joined()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void refusalOfWhatTheStoreDidAllTheSameLeavesNothing() {
    store.hold();
    Subscription subscription = here.subscribes(LOBBY, alice);
    store.workNext();
    store.failNext();
    here.unsubscribes(subscription, alice);
    store.release();

    assertThat(alice.refused()).contains(RefusalCode.UNAVAILABLE);
    assertThat(alice.complaints()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void refusalOfOneLeavesTheOthers() {
    here.subscribes(LOBBY, alice);
    store.hold();
    here.subscribes(LOBBY, bob);
    store.failNext();
    store.release();
    there.publishes(LOBBY, "a");

    assertThat(bob.refused()).contains(RefusalCode.UNAVAILABLE);
    assertThat(alice.bodies()).containsExactly("a");
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void storeThatCannotTakeBackInterestDoesNotHoldTheChannel() {
    Subscription subscription = here.subscribes(LOBBY, alice);
    store.hold();
    here.unsubscribes(subscription, alice);
    store.failNext();
    store.release();
    assertThat(here.channels.active()).isZero();

    here.subscribes(LOBBY, bob);
    there.publishes(LOBBY, "a");
    assertThat(bob.bodies()).containsExactly("a");
  }

  private void assertNothingIsLeft() {
    assertThat(here.channels.active()).isZero();
    assertThat(store.waiting()).isZero();
    assertThat(nodes.interestedIn(LOBBY)).isEmpty();
  }
}
