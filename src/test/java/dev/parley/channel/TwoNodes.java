package dev.parley.channel;

import dev.parley.ManualClock;
import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Two nodes with one store and one broker; only the store of the first can be held. */
final class TwoNodes {

  static final Duration PATIENCE = Duration.ofMillis(30);

  final ManualClock clock = new ManualClock();
  final ManualTimer timer = new ManualTimer(clock);
  final MemoryStore memory = new MemoryStore(clock, Duration.ofMinutes(5));
  final HeldStore store = new HeldStore(memory);
  final ShakyBroker broker = new ShakyBroker(new LocalBroker());
  final TestNode here = new TestNode("here", store, broker, timer);
  final TestNode there = new TestNode("there", memory, broker, timer);

  /** The nodes that the store believes to listen; publishes to find out. */
  Set<String> interestedIn(ChannelName channel) {
    return memory
        .append(channel, new Retention(0, Duration.ZERO), List.of(TestNode.publication("who?")))
        .toCompletableFuture()
        .join()
        .getFirst()
        .nodes();
  }

  MessageId endOf(ChannelName channel) {
    return memory
        .readAfter(channel, new Retention(1000, Duration.ZERO), 0, 1)
        .toCompletableFuture()
        .join()
        .end();
  }
}
