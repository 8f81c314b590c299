package dev.parley.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.kit.RedisCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a Redis Cluster of three nodes; each test under a prefix of its own. */
class RedisClusterRevocationStoreIT extends RevocationStoreContract {

  private static RedisCluster servers;
  private static Redis redis;

  private final RedisKeys keys = new RedisKeys(UUID.randomUUID().toString());
  private RedisRevocationStore store;

  @BeforeAll
  static void start() {
    servers = RedisCluster.start(0);
    redis = Redis.connect(servers.settings());
    await().atMost(Duration.ofSeconds(30)).until(redis::isConnected);
  }

  @BeforeEach
  void begin() {
    store = new RedisRevocationStore(redis, keys);
  }

  @AfterAll
  static void stop() {
    redis.close();
    servers.close();
  }

  @Override
  RevocationStore store() {
    return store;
  }

  @Override
  void pass(Duration time) {
    Instant end = Instant.now().plus(time);
    await().pollInterval(Duration.ofMillis(10)).until(() -> Instant.now().isAfter(end));
  }

  @Override
  Instant now() {
    return Instant.now();
  }

  @Test
  void itsScriptsCanBeRunThere() {
    assertThat(redis.probe(RedisRevocationStore.probes(keys)).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));
  }
}
