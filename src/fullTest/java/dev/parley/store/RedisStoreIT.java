package dev.parley.store;

import dev.parley.redis.Redis;
import dev.parley.redis.kit.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a single Redis. */
class RedisStoreIT extends RedisStoreContract {

  private static RedisServer server;
  private static Redis redis;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    redis = awaitConnected(Redis.connect(server.settings()));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @Override
  Redis redis() {
    return redis;
  }
}
