package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * Every channel as this node sees it: publish and subscribe.
 *
 * <p>Never blocks; with a store that answers at once everything happens on the caller's thread.
 */
public final class Channels implements Broker.Receiver {

  private final Map<ChannelName, Edge> edges = new ConcurrentHashMap<>();
  private final ChannelStore store;
  private final Broker broker;
  private final Namespaces namespaces;
  private final Function<ChannelName, Backlog> backlogs;
  private final EdgeContext context;

  public Channels(
      ChannelStore store,
      Broker broker,
      Namespaces namespaces,
      Node node,
      Function<ChannelName, Backlog> backlogs) {
    this.store = store;
    this.broker = broker;
    this.namespaces = namespaces;
    this.backlogs = backlogs;
    this.context = new EdgeContext(node.name(), node.timer(), node.tally(), edges::remove);
  }

  /**
   * This node, as its channels need it.
   *
   * @param name unique in the cluster and new at every start
   */
  public record Node(String name, ScheduledExecutorService timer, Tally tally) {}

  /**
   * Publishes in the order given, without anything else in between. When the answer comes the
   * messages are in the log, and on their way to all who listen.
   */
  public CompletionStage<List<Appended>> publish(
      ChannelName channel, List<Publication> publications) {
    return store
        .append(channel, namespaces.retentionOf(channel), publications)
        .thenApply(
            answers -> {
              answers.forEach(answer -> spread(channel, answer));
              return answers;
            });
  }

  /**
   * Begins a subscription. Its end is {@link #unsubscribe}, however the socket ends; it is harmless
   * to call it twice, or after a refusal.
   */
  public Subscription subscribe(ChannelName channel, Since since, Subscriber subscriber) {
    Subscription subscription =
        new Subscription(channel, subscriber, backlogs.apply(channel), context.tally());
    add(subscription, since);
    return subscription;
  }

  /** Ends a subscription: no message is handed over in the lane after what is run there now. */
  public void unsubscribe(Subscription subscription) {
    subscription.wanted = false;
    subscription.subscriber().lane().run(subscription::end, 0);
    Edge edge = edges.get(subscription.channel());
    if (edge != null) {
      edge.remove(subscription);
    }
  }

  /** The newest {@code limit} retained messages before that place, or before the end. */
  public CompletionStage<Page> history(ChannelName channel, Optional<MessageId> before, int limit) {
    return store.readBefore(channel, namespaces.retentionOf(channel), before, limit);
  }

  /** Hands messages that are already logged elsewhere, such as presence, to who listens. */
  public void spread(ChannelName channel, Set<String> nodes, List<Entry> entries) {
    if (!nodes.isEmpty()) {
      broker.send(nodes, channel, entries);
    }
  }

  @Override
  public void arrived(ChannelName channel, List<Entry> entries) {
    Edge edge = edges.get(channel);
    if (edge != null) {
      edge.arrived(entries);
    }
  }

  /** How many channels somebody listens to here. */
  public int active() {
    return edges.size();
  }

  private void spread(ChannelName channel, Appended answer) {
    answer.entry().ifPresent(entry -> spread(channel, answer.nodes(), List.of(entry)));
  }

  private void add(Subscription subscription, Since since) {
    ChannelName channel = subscription.channel();
    Edge edge =
        edges.computeIfAbsent(channel, name -> new Edge(name, backlogs.apply(name), context));
    edge.add(subscription, since, () -> add(subscription, since));
  }
}
