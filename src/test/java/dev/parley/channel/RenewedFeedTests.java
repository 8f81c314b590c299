package dev.parley.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A feed whose past is a snapshot begins each epoch with a new one. */
class RenewedFeedTests {

  private static final ChannelName FEED = new ChannelName("presence", "rooms.lobby");

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final Snapshots snapshots = new Snapshots();
  private final LocalBroker broker = new LocalBroker();
  private final Channels channels =
      new Channels(
          new FragileStore(clock, Duration.ZERO),
          broker,
          TestNode.NAMESPACES,
          new Channels.Node(() -> "here", timer, new Tally()),
          channel -> snapshots);
  private final Listener alice = new Listener(new ManualLane());

  RenewedFeedTests() {
    channels.listen(broker.start("here", channels));
    channels.subscribe(FEED, new Since.Now(), alice);
    event();
    event();
    assertThat(alice.bodies()).containsExactly("snapshot at a-1", "event a-2", "event a-3");
  }

  @Test
  void eventOfAnUnknownEpochBringsASnapshotThatHasIt() {
    snapshots.end = new MessageId("b", 1);
    event();
    event();

    assertThat(alice.bodies().subList(3, alice.bodies().size()))
        .containsExactly("snapshot at b-2", "event b-3");
    assertThat(alice.gaps()).isEmpty();
  }

  @Test
  void numbersThatGoOnInTheNewEpochBringASnapshotToo() {
    snapshots.end = new MessageId("b", 3);
    event();
    event();

    assertThat(alice.bodies().subList(3, alice.bodies().size()))
        .containsExactly("snapshot at b-4", "event b-5");
  }

  @Test
  void nothingNeedsToHappenInTheNewEpoch() {
    snapshots.end = new MessageId("b", 3);
    channels.compare();

    assertThat(alice.bodies()).endsWith("snapshot at b-3").hasSize(4);
  }

  @Test
  void sameEpochNeedsNoSnapshot() {
    channels.compare();
    event();

    assertThat(alice.bodies()).endsWith("event a-3", "event a-4");
  }

  private void event() {
    snapshots.end = snapshots.end.at(snapshots.end.number() + 1);
    Entry entry = snapshots.entry("event " + snapshots.end);
    channels.spread(FEED, Set.of("here"), List.of(entry));
  }

  private static final class Snapshots implements Backlog {

    private MessageId end = new MessageId("a", 1);

    Entry entry(String body) {
      return new Entry(end, 0, TestNode.publication(body).tail());
    }

    @Override
    public CompletionStage<Joined> join(ChannelName channel, String node, Since since) {
      return CompletableFuture.completedFuture(new Joined(end, end.number() - 1, true));
    }

    @Override
    public CompletionStage<Void> leave(ChannelName channel, String node) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Page> readAfter(ChannelName channel, long number, int limit) {
      List<Entry> found = end.number() > number ? List.of(entry("snapshot at " + end)) : List.of();
      return CompletableFuture.completedFuture(new Page(found, end, false));
    }

    @Override
    public boolean repairs(ChannelName channel) {
      return true;
    }

    @Override
    public boolean marksGaps() {
      return false;
    }
  }
}
