package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final CompletableFuture<Void> reachable = new CompletableFuture<>();
  private final Comparisons comparisons;
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
    this.comparisons = new Comparisons(this::compare, node.timer());
    this.context = new EdgeContext(node, reachable, comparisons, this::retire);
  }

  /**
   * This node, as its channels need it.
   *
   * @param name the name under which it tells the store that it listens, unique in the cluster and
   *     new at every start; it may change during a run, see {@link #moved}
   * @param timer wakes who waits for time to pass; must not be blocked
   */
  public record Node(Supplier<String> name, ScheduledExecutorService timer, Tally tally) {}

  /**
   * Says when this node can be reached: what the broker answers to {@link Broker#start}. Until
   * then, and for ever if it is not said, subscriptions wait; publications do not.
   */
  public void listen(CompletionStage<Void> confirmed) {
    confirmed.thenRun(() -> reachable.complete(null));
  }

  /**
   * Begins to compare with the store, every {@value Comparisons#ROUND_SECONDS} s, the channels in
   * which something was said in the last minute, so that a message that was lost on its way is
   * missed even if none follows it, and the service's own, whatever was said there. To be called
   * once.
   */
  public void compareRegularly() {
    comparisons.begin(namespaces.own().keySet());
  }

  /**
   * Compares every channel that somebody listens to here with the store: what is missing is read,
   * the node's interest is there again if the store lost it, and who is in a log that was lost goes
   * on in the new one. For when messages or interest may have been lost: the store's connection was
   * cut, a node died. Goes on by itself until the store has answered for each.
   */
  public void compare() {
    comparisons.add(edges.keySet());
  }

  /** What was sent to this node meanwhile may be lost. */
  @Override
  public void interrupted() {
    compare();
  }

  /**
   * Has every channel stand in the store under the name {@code to}, and only then no longer under
   * {@code from}, so that nothing passes this node by. To be called after the node's name has
   * become {@code to}. Fails with what failed first, after all others were tried; then it may be
   * called again.
   */
  public CompletionStage<Void> moved(String from, String to) {
    return Walk.over(List.copyOf(edges.values()), edge -> edge.move(from, to));
  }

  /**
   * Publishes in the order given, without anything else in between. When the answer comes the
   * messages are in the log, and on their way to all who listen.
   */
  public CompletionStage<List<Appended>> publish(
      ChannelName channel, List<Publication> publications) {
    return store
        .append(channel, namespaces.retentionOf(channel), publications)
        .whenComplete((answers, failure) -> count(channel, publications.size(), answers))
        .thenApply(
            answers -> {
              answers.forEach(answer -> spread(channel, answer));
              Edge edge = edges.get(channel);
              if (edge != null) {
                // Should the broker not even bring it here, it is missed all the same.
                edge.active();
              }
              return answers;
            });
  }

  /** So many publications failed without being tried. */
  void failed(ChannelName channel, int publications) {
    count(channel, publications, null);
  }

  private void count(ChannelName channel, int publications, @Nullable List<Appended> answers) {
    if (namespaces.own().containsKey(channel)) {
      return;
    }
    Tally tally = context.tally();
    if (answers == null) {
      tally.published(PublishOutcome.UNAVAILABLE, publications);
      return;
    }
    for (Appended answer : answers) {
      tally.published(answer.repeated() ? PublishOutcome.DUPLICATE : PublishOutcome.LOGGED, 1);
    }
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

  /** How many channels somebody listens to here, without the service's own. */
  public int active() {
    return edges.size()
        - (int) namespaces.own().keySet().stream().filter(edges::containsKey).count();
  }

  private CompletionStage<Void> compare(ChannelName channel) {
    Edge edge = edges.get(channel);
    return edge == null ? CompletableFuture.completedFuture(null) : edge.compare();
  }

  private void retire(ChannelName channel) {
    edges.remove(channel);
    comparisons.forget(channel);
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
