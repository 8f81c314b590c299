package dev.parley.channel;

import dev.parley.cluster.NodeName;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.protocol.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A node's channels over the parts that a test drives. */
final class TestNode {

  /** Keeps a thousand messages for a day. */
  static final ChannelName LOBBY = new ChannelName("rooms", "lobby");

  /** Keeps three. */
  static final ChannelName NEWS = new ChannelName("news", "today");

  /** Keeps nothing. */
  static final ChannelName TYPING = new ChannelName("typing", "lobby");

  static final Namespaces NAMESPACES =
      new Namespaces(
          Map.of(
              "rooms", keeping(1000),
              "news", keeping(3),
              "typing", keeping(0)));

  final Channels channels;
  final Tally tally = new Tally();

  final String address;

  /** Under which it stands in the store. */
  private String name;

  private String nameBefore;
  private int life = 1;
  private CompletionStage<Void> moved = CompletableFuture.completedFuture(null);

  TestNode(String name, ChannelStore store, Broker broker, ScheduledExecutorService timer) {
    this(name, store, broker, timer, NAMESPACES);
  }

  TestNode(
      String name,
      ChannelStore store,
      Broker broker,
      ScheduledExecutorService timer,
      Namespaces namespaces) {
    LogBacklog log = new LogBacklog(store, namespaces);
    this.address = name;
    this.name = name;
    this.nameBefore = name;
    channels =
        new Channels(
            store,
            broker,
            namespaces,
            new Channels.Node(() -> this.name, timer, tally),
            channel -> log);
    channels.listen(broker.start(name, channels));
  }

  /** Of a node that can be reached and whose comparisons nobody waits for. */
  static EdgeContext context(
      ScheduledExecutorService timer, Tally tally, Consumer<ChannelName> retired) {
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    return new EdgeContext(
        new Channels.Node(() -> "here", timer, tally),
        done,
        new Comparisons(channel -> done, timer),
        retired);
  }

  private static Namespace keeping(int messages) {
    Retention retention = new Retention(messages, Duration.ofDays(1));
    return new Namespace(retention, false, 0, 0, Access.USER, Access.USER);
  }

  CompletionStage<List<Appended>> publishes(ChannelName channel, String... bodies) {
    return channels.publish(channel, Stream.of(bodies).map(TestNode::publication).toList());
  }

  /** Takes another name; the answer is there once no channel stands under the former one. */
  CompletionStage<Void> moves() {
    nameBefore = name;
    name = new NodeName(address, ++life).toString();
    moved = channels.moved(nameBefore, name);
    return moved;
  }

  /** What could not be done the last time is tried again. */
  CompletionStage<Void> movesAgain() {
    if (moved.toCompletableFuture().isCompletedExceptionally()) {
      moved = channels.moved(nameBefore, name);
    }
    return moved;
  }

  /** One after the other. */
  void publishesMany(ChannelName channel, int count) {
    for (int i = 0; i < count; i++) {
      publishes(channel, "message");
    }
  }

  Subscription subscribes(ChannelName channel, Since since, Listener listener) {
    return channels.subscribe(channel, since, listener);
  }

  Subscription subscribes(ChannelName channel, Listener listener) {
    return subscribes(channel, new Since.Now(), listener);
  }

  Subscription resumes(ChannelName channel, MessageId seen, Listener listener) {
    return subscribes(channel, new Since.After(seen), listener);
  }

  void unsubscribes(Subscription subscription, Listener listener) {
    channels.unsubscribe(subscription);
    listener.goes();
  }

  static Publication publication(String body) {
    return new Publication(tail(body), Optional.empty());
  }

  static Publication once(String key, String body) {
    return new Publication(tail(body), Optional.of(key));
  }

  private static Tail tail(String body) {
    return Tail.of(Map.of("content-type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
  }
}
