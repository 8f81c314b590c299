package dev.parley.presence;

import dev.parley.broker.LocalBroker;
import dev.parley.redis.kit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On one real Redis, and every session on one of two nodes. */
class RedisPresenceStoreIT extends PresenceStoreContract {

  private static RedisServer server;
  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    nodes = new TwoNodes(server.settings(), server.settings(), new LocalBroker());
  }

  @AfterAll
  static void stop() {
    nodes.close();
    server.close();
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
