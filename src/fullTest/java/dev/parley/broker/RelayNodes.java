package dev.parley.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brokers as the nodes of one cluster use them, all alike; gone when closed. */
final class RelayNodes implements AutoCloseable {

  private final RelaySettings settings;
  private final Map<String, RelayBroker> brokers = new HashMap<>();

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
        node, name -> new RelayBroker(settings, "test", Optional.empty()));
  }

  @Override
  public void close() {
    brokers.values().forEach(RelayBroker::close);
  }
}
