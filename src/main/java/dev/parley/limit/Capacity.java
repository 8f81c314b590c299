package dev.parley.limit;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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

  private final AtomicInteger open = new AtomicInteger();
  private final Map<Object, Place> byNetwork = new ConcurrentHashMap<>();
  private final Place anywhere = new Place(Optional.empty());
  private final ConnectionSettings settings;

  public Capacity(ConnectionSettings settings) {
    this.settings = settings;
  }

  /** A place for a connection from there; empty where there is none left, and nothing is kept. */
  public Optional<Place> take(InetAddress address) {
    int most = settings.connections();
    if (open.incrementAndGet() > most && most > 0) {
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
    open.decrementAndGet();
    place.network.ifPresent(
        network ->
            byNetwork.computeIfPresent(
                network, (key, known) -> known.connections.decrementAndGet() == 0 ? null : known));
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
