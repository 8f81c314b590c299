package dev.parley.presence;

import dev.parley.broker.LocalBroker;
import dev.parley.redis.kit.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real Redis Cluster of three, and every session on one of two nodes. */
class RedisClusterPresenceStoreIT extends PresenceStoreContract {

  private static RedisCluster cluster;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(0);
    nodes = new TwoNodes(cluster.settings(), cluster.settings(), new LocalBroker());
  }

  @AfterAll
  static void stop() {
    nodes.close();
    cluster.close();
  }

  @Override
  PresenceStore store() {
    return nodes;
  }

  @Override
  void pass(long millis) {
    TwoNodes.pass(millis);
  }
}
