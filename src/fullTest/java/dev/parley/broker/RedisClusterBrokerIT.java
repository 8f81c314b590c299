package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.redis.kit.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class RedisClusterBrokerIT extends BrokerContract {

  private static final RedisCluster SERVER = RedisCluster.start(0);

  private final RedisNodes nodes = new RedisNodes(SERVER.settings());

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
    SERVER.close();
  }
}
