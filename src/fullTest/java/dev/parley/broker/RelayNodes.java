package dev.parley.broker;

import dev.parley.loop.EventLoops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brokers as the nodes of one cluster use them, all alike; gone when closed. */
final class RelayNodes implements AutoCloseable {

  /** For whoever needs a broker, and not several nodes. */
  static final EventLoops LOOPS = new EventLoops(2);

  private final RelaySettings settings;
  private final Map<String, RelayBroker> brokers = new HashMap<>();
  private final List<EventLoops> loops = new ArrayList<>();

  RelayNodes(RelaySettings settings) {
    this.settings = settings;
  }

  static RelaySettings settings(int port) {
    return settings(port, "parley", RabbitServer.PASSCODE, "/");
  }

  static RelaySettings settings(int port, String login, String passcode, String virtualHost) {
    return new RelaySettings(
        "127.0.0.1", port, List.of(), login, passcode, virtualHost, "false", 2);
  }

  RelayBroker of(String node) {
    return brokers.computeIfAbsent(
        node, name -> new RelayBroker(settings, "test", ownLoops(), Optional.empty()));
  }

  /** So that one node may be held up while the others go on. */
  private EventLoops ownLoops() {
    EventLoops own = new EventLoops(2);
    loops.add(own);
    return own;
  }

  @Override
  public void close() {
    brokers.values().forEach(RelayBroker::close);
    loops.forEach(EventLoops::close);
  }
}
