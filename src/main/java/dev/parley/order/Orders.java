package dev.parley.order;

import dev.parley.channel.Channels;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Tail;
import dev.parley.protocol.UserNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Orders to all nodes. They are messages of a channel of the service's own, which no client can
 * name, so that what holds for messages holds for them: once logged they reach every node, whatever
 * becomes of this node or of the broker.
 *
 * <p>A node obeys, in their order, what was ordered since it followed first; while the store is
 * there, within seconds. One that was cut off obeys the last {@value #KEPT_MINUTES} minutes when it
 * is back. Where the store lost its log, an order of that time may be obeyed twice.
 */
public final class Orders {

  /** To be kept as {@link #RETENTION} says. */
  public static final ChannelName CHANNEL = new ChannelName("nodes", "orders");

  private static final int KEPT_MINUTES = 10;

  /** Old orders are no use: who was cut off for long has lost its clients to other nodes. */
  public static final Retention RETENTION = new Retention(1000, Duration.ofMinutes(KEPT_MINUTES));

  private final Channels channels;
  private final Following following;
  private final OrderTally tally = new OrderTally();

  /**
   * @param obey does what was ordered with what this node has; called on any thread, one order at a
   *     time, and must not block
   * @param timer says when to try again what failed
   */
  public Orders(Channels channels, Consumer<Order> obey, ScheduledExecutorService timer) {
    this.channels = channels;
    this.following = new Following(channels, obey, tally, timer);
  }

  /**
   * Orders all nodes to do that, this one included. When the answer comes the order is logged, so
   * that all will; it fails with the refusal {@code unavailable} where the store is away, and then
   * may be repeated.
   */
  public CompletionStage<Void> give(Order order) {
    return channels
        .publish(CHANNEL, List.of(new Publication(tail(order), Optional.empty())))
        .thenAccept(logged -> {});
  }

  /**
   * Begins to obey. The answer comes when no order passes this node by any more, which is once it
   * can be reached and the store has answered, however long that takes. To be called once.
   */
  public CompletionStage<Void> follow() {
    return following.begin();
  }

  /** Obeys no more. */
  public void stop() {
    following.end();
  }

  /** What became of the orders that arrived here. */
  public OrderTally tally() {
    return tally;
  }

  private static Tail tail(Order order) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", "/topic/" + CHANNEL);
    headers.put("content-type", "text/plain");
    headers.put("sender", UserNames.SERVER);
    return Tail.of(headers, OrderFormat.write(order).getBytes(StandardCharsets.UTF_8));
  }
}
