package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.loop.EventLoops;
import dev.parley.protocol.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Reaches the other nodes through a STOMP 1.2 broker: RabbitMQ with its STOMP plugin, or ActiveMQ
 * Artemis. However many clients and channels there are, a node has {@code parley.relay.connections}
 * connections there, each with one queue of its own that goes with it. A channel always takes the
 * same connection, so that its messages do not overtake each other.
 *
 * <p>Several messages leave in one frame where they wait anyway; none waits for another. While the
 * broker is away or slow, 16 MiB wait for each connection; what comes then is dropped and counted.
 * A lost connection is made again after 0.2 s to 10 s, at the next address. Started once, for one
 * address.
 */
public final class RelayBroker implements Broker, AutoCloseable {

  private static final int LEAVE_SECONDS = 2;

  private final RelaySettings settings;
  private final RelayTls tls;
  private final String prefix;
  private final Losses losses = new Losses();
  private final EventLoops loops;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Node node = Node.NONE;

  /** What {@link #start} makes. */
  private record Node(String address, Optional<Receiver> receiver, List<RelayLine> lines) {
    static final Node NONE = new Node("", Optional.empty(), List.of());
  }

  /**
   * Connects to nobody yet.
   *
   * @param prefix {@code parley.store.prefix}, which keeps clusters apart that share a broker
   * @param loops where its connections live, one on each in turn
   * @param trust what {@link RelaySettings#bundle} holds; empty: no TLS
   */
  public RelayBroker(
      RelaySettings settings, String prefix, EventLoops loops, Optional<SSLContext> trust) {
    this.settings = settings;
    this.prefix = prefix;
    tls = new RelayTls(trust);
    this.loops = loops;
  }

  @Override
  public CompletionStage<Void> start(String address, Receiver receiver) {
    Inlet inlet = new Inlet(new Envelope(prefix), losses, receiver);
    List<RelayLine> lines = new ArrayList<>();
    for (int i = 0; i < settings.connections(); i++) {
      RelayPlace place = new RelayPlace(prefix, address, i);
      lines.add(new RelayLine(settings, tls, place, inlet, loops));
    }
    node = new Node(address, Optional.of(receiver), List.copyOf(lines));
    return CompletableFuture.allOf(each(RelayLine::start));
  }

  @Override
  public void send(Set<String> addresses, ChannelName channel, List<Entry> entries) {
    Node here = node;
    for (String address : addresses) {
      if (address.equals(here.address())) {
        here.receiver().ifPresent(receiver -> receiver.arrived(channel, entries));
      } else if (!here.lines().isEmpty()) {
        int index = Math.floorMod(channel.hashCode(), here.lines().size());
        here.lines().get(index).send(address, channel, entries);
      }
    }
  }

  /** How many connections are confirmed and alive: of {@code parley.relay.connections}. */
  public int connected() {
    return (int) node.lines().stream().filter(RelayLine::isLive).count();
  }

  /** Why a connection is not there; empty while all are, and before the first attempt failed. */
  public Optional<BrokerProblem> lastProblem() {
    return node.lines().stream().flatMap(RelayBroker::problem).findFirst();
  }

  private static Stream<BrokerProblem> problem(RelayLine line) {
    return line.problem().stream();
  }

  /** What was lost, and why. */
  public Losses losses() {
    return losses;
  }

  /** Leaves the broker, where nothing of this node stays; waits for that, up to 2 s. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    CompletableFuture.allOf(each(RelayLine::close))
        .completeOnTimeout(null, LEAVE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private CompletableFuture<?>[] each(Function<RelayLine, CompletionStage<Void>> step) {
    return node.lines().stream()
        .map(line -> step.apply(line).toCompletableFuture())
        .toArray(CompletableFuture<?>[]::new);
  }
}
