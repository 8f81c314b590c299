package dev.parley.order;

import dev.parley.broker.LocalBroker;
import dev.parley.channel.Appended;
import dev.parley.channel.Broker;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Entry;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.protocol.Tail;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A store that can be away, and a broker that can lose what is sent to another node. */
final class ShakyParts implements ChannelStore, Broker {

  private final MemoryStore kept = new MemoryStore(InstantSource.system(), Duration.ofMinutes(1));
  private final LocalBroker broker = new LocalBroker();
  private volatile boolean away;
  private volatile boolean losing;

  void storeAway(boolean now) {
    away = now;
  }

  /** From now on, or no more, nothing reaches the node that is called {@code there}. */
  void loseMessages(boolean now) {
    losing = now;
  }

  /** The nodes that the store believes to follow orders; publishes to find out. */
  Set<String> interested() {
    Publication who = new Publication(Tail.of(Map.of(), new byte[0]), Optional.empty());
    return kept.append(Orders.CHANNEL, Orders.RETENTION, List.of(who))
        .toCompletableFuture()
        .join()
        .getFirst()
        .nodes();
  }

  @Override
  public CompletionStage<Void> start(String address, Receiver receiver) {
    return broker.start(address, receiver);
  }

  @Override
  public void send(Set<String> addresses, ChannelName channel, List<Entry> entries) {
    for (String address : addresses) {
      if (!losing || !address.equals("there")) {
        broker.send(Set.of(address), channel, entries);
      }
    }
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    return unless(away, () -> kept.append(channel, retention, publications));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    return unless(away, () -> kept.join(channel, retention, node, since));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    return unless(away, () -> kept.leave(channel, node));
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    return unless(away, () -> kept.readAfter(channel, retention, number, limit));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    return unless(away, () -> kept.readBefore(channel, retention, id, limit));
  }

  private static <T> CompletionStage<T> unless(boolean failing, Supplier<CompletionStage<T>> step) {
    return failing
        ? CompletableFuture.failedFuture(new Refusal(RefusalCode.UNAVAILABLE))
        : step.get();
  }
}
