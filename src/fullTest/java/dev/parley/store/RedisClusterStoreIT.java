package dev.parley.store;

import dev.parley.redis.Redis;
import dev.parley.redis.kit.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a Redis Cluster of three nodes. */
class RedisClusterStoreIT extends RedisStoreContract {

  private static RedisCluster servers;
  private static Redis redis;

  @BeforeAll
  static void start() {
    servers = RedisCluster.start(0);
    redis = awaitConnected(Redis.connect(servers.settings()));
  }

  @AfterAll
  static void stop() {
    redis.close();
    servers.close();
  }

  @Override
  Redis redis() {
    return redis;
  }
}
