package dev.parley.order;

import dev.parley.channel.Channels;
import dev.parley.channel.Joined;
import dev.parley.channel.Lane;
import dev.parley.channel.Serial;
import dev.parley.channel.Subscriber;
import dev.parley.channel.Subscription;
import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.MessageFrame;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.Since;
import dev.parley.protocol.StompVersion;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's own subscription to the orders. Where it cannot go on it begins again after the last
 * order it saw. Nothing that arrives ends it.
 */
final class Following implements Subscriber {

  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final int AGAIN_MILLIS = 1000;
  private static final HeadStyle STYLE = new HeadStyle("orders", false, StompVersion.V1_2, false);

  private final Channels channels;
  private final Consumer<Order> obey;
  private final OrderTally tally;
  private final ScheduledExecutorService timer;
  private final Serial serial = new Serial();
  private final Lane lane = (task, writes) -> serial.run(task);
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  // Touched in the lane only.
  private Optional<MessageId> seen = Optional.empty();
  private Optional<Subscription> subscription = Optional.empty();
  private boolean ended;

  Following(
      Channels channels, Consumer<Order> obey, OrderTally tally, ScheduledExecutorService timer) {
    this.channels = channels;
    this.obey = obey;
    this.tally = tally;
    this.timer = timer;
  }

  CompletionStage<Void> begin() {
    serial.run(this::subscribe);
    return begun;
  }

  void end() {
    serial.run(
        () -> {
          ended = true;
          subscription.ifPresent(channels::unsubscribe);
        });
  }

  private void subscribe() {
    if (!ended) {
      Since since = seen.<Since>map(Since.After::new).orElseGet(Since.Now::new);
      subscription = Optional.of(channels.subscribe(Orders.CHANNEL, since, this));
    }
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public HeadStyle style() {
    return STYLE;
  }

  @Override
  public void joined(Joined joined) {
    seen = Optional.of(joined.end().at(joined.after()));
    begun.complete(null);
  }

  @Override
  public void refused(Refusal refusal) {
    LOG.debug("Orders cannot be read now", refusal);
    subscription.ifPresent(channels::unsubscribe);
    var _ = timer.schedule(() -> serial.run(this::subscribe), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void send(OutFrame frame) {
    MessageFrame message = MessageFrame.of(frame);
    seen = Optional.of(message.id());
    if (message.gap()) {
      tally.missed.increment();
      LOG.warn("This node was cut off for so long that it missed orders");
    }
    message
        .text()
        .flatMap(OrderFormat::read)
        .ifPresentOrElse(this::obey, () -> unknown(message.id()));
  }

  private void obey(Order order) {
    try {
      obey.accept(order);
      tally.obeyed.increment();
    } catch (RuntimeException failure) {
      tally.failed.increment();
      LOG.error("An order could not be obeyed: {}", order.getClass().getSimpleName(), failure);
    }
  }

  private void unknown(MessageId id) {
    tally.unknown.increment();
    LOG.warn("This node does not know what order {} asks for; is it of an older version?", id);
  }

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void whenRoom(Runnable more) {
    more.run();
  }
}
