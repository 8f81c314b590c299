package dev.parley.broker;

import dev.parley.channel.Broker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class RabbitRelayIT extends BrokerContract {

  private static final RabbitServer BROKER = RabbitServer.started();

  private final RelayNodes nodes = new RelayNodes(RelayNodes.settings(BROKER.port()));

  @Override
  Broker brokerOf(String node) {
    return nodes.of(node);
  }

  @AfterEach
  void leave() {
    nodes.close();
  }

  @AfterAll
  static void stop() {
    BROKER.close();
  }
}
