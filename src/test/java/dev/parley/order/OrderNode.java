package dev.parley.order;

import dev.parley.channel.Channels;
import dev.parley.channel.LogBacklog;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** A node that writes down what it was ordered. */
final class OrderNode implements AutoCloseable {

  final List<Order> obeyed = new CopyOnWriteArrayList<>();
  final Namespaces namespaces = new Namespaces(Map.of()).withOwn(Orders.CHANNEL, Orders.RETENTION);
  final Channels channels;
  final Orders orders;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private Optional<Order> impossible = Optional.empty();

  OrderNode(String name, ShakyParts parts) {
    LogBacklog logs = new LogBacklog(parts, namespaces);
    channels =
        new Channels(
            parts,
            parts,
            namespaces,
            new Channels.Node(() -> name, timer, new Tally()),
            channel -> logs);
    channels.listen(parts.start(name, channels));
    orders = new Orders(channels, this::obey, timer);
  }

  /** From now on it cannot do that. */
  void failsAt(Order order) {
    impossible = Optional.of(order);
  }

  /** Another one who follows, on the same node. */
  Following following(Consumer<Order> obey) {
    return new Following(channels, obey, new OrderTally(), timer);
  }

  private void obey(Order order) {
    if (impossible.filter(order::equals).isPresent()) {
      throw new IllegalStateException("cannot " + order);
    }
    obeyed.add(order);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
