package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static dev.parley.channel.TestNode.TYPING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is missing for good is marked, and nothing else. */
class GapTests {

  private final TwoNodes nodes = new TwoNodes();
  private final HeldStore store = nodes.store;
  private final ManualClock clock = nodes.clock;
  private final TestNode here = nodes.here;
  private final TestNode there = nodes.there;
  private final ManualLane lane = new ManualLane();
  private final Listener alice = new Listener(lane);

  @Test
  void whatIsTrimmedBeforeItsTurnIsMarked() {
    there.publishes(NEWS, "1", "2", "3");
    alice.roomFor(0);
    here.subscribes(NEWS, new Since.Last(3), alice);
    there.publishes(NEWS, "4", "5");
    alice.roomFor(Integer.MAX_VALUE);
    there.publishes(NEWS, "6");

    assertThat(alice.numbers()).containsExactly(3L, 4L, 5L, 6L);
    assertThat(alice.gaps()).containsExactly(3L);
  }

  @Test
  void whatGrowsTooOldBeforeItsTurnIsMarkedOnTheNextLiveOne() {
    there.publishes(LOBBY, "a", "b");
    alice.roomFor(0);
    here.subscribes(LOBBY, new Since.Last(2), alice);
    clock.pass(Duration.ofDays(2));
    alice.roomFor(Integer.MAX_VALUE);
    assertThat(alice.heard()).isEmpty();
    there.publishes(LOBBY, "c");
    there.publishes(LOBBY, "d");

    assertThat(alice.bodies()).containsExactly("c", "d");
    assertThat(alice.gaps()).containsExactly(3L);
  }

  @Test
  void placeThatIsUnknownIsMarkedOnTheFirstMessage() {
    there.publishes(LOBBY, "a", "b");
    here.resumes(LOBBY, new MessageId("elsewhere", 1), alice);
    there.publishes(LOBBY, "c");

    assertThat(alice.joined().orElseThrow().recovered()).isFalse();
    assertThat(alice.bodies()).containsExactly("a", "b", "c");
    assertThat(alice.gaps()).containsExactly(1L);
  }

  @Test
  void placeThatIsUnknownIsMarkedOnTheFirstLiveMessageWhereNothingIsKept() {
    here.resumes(LOBBY, new MessageId("elsewhere", 1), alice);
    assertThat(alice.joined().orElseThrow().recovered()).isFalse();
    there.publishes(LOBBY, "a", "b");

    assertThat(alice.bodies()).containsExactly("a", "b");
    assertThat(alice.gaps()).containsExactly(1L);
  }

  @Test
  void trimmedPlaceIsMarkedOnTheOldestKept() {
    there.publishesMany(NEWS, 6);
    here.resumes(NEWS, nodes.endOf(NEWS).at(1), alice);

    assertThat(alice.joined().orElseThrow().recovered()).isFalse();
    assertThat(alice.numbers()).containsExactly(4L, 5L, 6L);
    assertThat(alice.gaps()).containsExactly(4L);
  }

  @Test
  void withoutHistoryNothingIsReplayedOrRead() {
    there.publishes(TYPING, "a");
    here.subscribes(TYPING, new Since.Last(9), alice);
    there.publishes(TYPING, "b");

    assertThat(alice.joined().orElseThrow().recovered()).isTrue();
    assertThat(alice.bodies()).containsExactly("b");
    assertThat(alice.gaps()).isEmpty();
    assertThat(store.reads()).isZero();
  }

  @Test
  void withoutHistoryWhatCannotBeHeldIsGoneAndMarked() {
    store.hold();
    here.subscribes(TYPING, alice);
    store.workNext();
    there.publishesMany(TYPING, 300);
    store.release();
    there.publishes(TYPING, "live");

    assertThat(alice.numbers()).isEqualTo(numbers(alice.numbers().getFirst(), 301));
    assertThat(alice.numbers()).hasSizeGreaterThan(200).hasSizeLessThan(301);
    assertThat(alice.gaps()).containsExactly(alice.numbers().getFirst());
    assertThat(store.reads()).isZero();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
