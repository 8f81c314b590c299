package dev.parley.limit;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections are open, on this node and of each address. Every place that was taken has
 * to be given back. All methods from any thread.
 */
public final class Capacity {

  /** A connection's share; the same object for all of an address, because there are many. */
  public static final class Place {

    private final Optional<Object> network;
    private final AtomicInteger connections = new AtomicInteger();

    private Place(Optional<Object> network) {
      this.network = network;
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Capacity.class);

  /** One in so many places has to be free before a node that was full is not any more. */
  private static final int ROOM = 20;

  private final AtomicInteger open = new AtomicInteger();
  private final Map<Object, Place> byNetwork = new ConcurrentHashMap<>();
  private final Place anywhere = new Place(Optional.empty());
  private final AtomicBoolean full = new AtomicBoolean();
  private final ConnectionSettings settings;

  public Capacity(ConnectionSettings settings) {
    this.settings = settings;
  }

  /** A place for a connection from there; empty where there is none left, and nothing is kept. */
  public Optional<Place> take(InetAddress address) {
    int most = settings.connections();
    int now = open.incrementAndGet();
    if (most > 0 && now >= most && full.compareAndSet(false, true)) {
      LOG.warn(
          "Full: {} connections (parley.limits.connections). Not ready until {} are left",
          most,
          roomAgain());
    }
    if (most > 0 && now > most) {
      open.decrementAndGet();
      return Optional.empty();
    }
    Optional<Place> place =
        settings.connectionsPerAddress() == 0 ? Optional.of(anywhere) : takeOf(address);
    if (place.isEmpty()) {
      open.decrementAndGet();
    }
    return place;
  }

  private Optional<Place> takeOf(InetAddress address) {
    int most = settings.connectionsPerAddress();
    Object network = ClientAddress.networkOf(address);
    boolean[] taken = new boolean[1];
    Place place =
        byNetwork.compute(
            network,
            (key, known) -> {
              Place mine = known == null ? new Place(Optional.of(key)) : known;
              if (mine.connections.get() < most) {
                mine.connections.incrementAndGet();
                taken[0] = true;
              }
              return mine;
            });
    return taken[0] ? Optional.of(place) : Optional.empty();
  }

  /** The connection is gone; once for each place that was taken. */
  public void giveBack(Place place) {
    if (open.decrementAndGet() <= roomAgain() && full.compareAndSet(true, false)) {
      LOG.info("There is room for connections again");
    }
    place.network.ifPresent(
        network ->
            byNetwork.computeIfPresent(
                network, (key, known) -> known.connections.decrementAndGet() == 0 ? null : known));
  }

  /**
   * Whether the node has as many connections as it may, or had and has not got rid of enough of
   * them since: a node that takes one in for each that leaves would come and go all the time.
   */
  public boolean isFull() {
    return full.get();
  }

  /** How many connections a node that was full may have so that others are sent to it again. */
  private int roomAgain() {
    return settings.connections() - Math.ceilDiv(settings.connections(), ROOM);
  }

  /** Connections that have a place. */
  public int taken() {
    return open.get();
  }

  /** Addresses that have any. */
  int networks() {
    return byNetwork.size();
  }
}
