package dev.parley.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.identity.Revocation;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real Redis; each test under a prefix of its own. */
class RedisRevocationStoreIT extends RevocationStoreContract {

  private static RedisServer server;
  private static Redis redis;

  private final String prefix = UUID.randomUUID().toString();
  private RedisRevocationStore store;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    redis = Redis.connect(server.settings());
    await().atMost(Duration.ofSeconds(30)).until(redis::isConnected);
  }

  @BeforeEach
  void begin() {
    store = new RedisRevocationStore(redis, new RedisKeys(prefix));
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
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
  void allIsOneKeyThatGoesWithTheLastOfThem() {
    answer(store.add(List.of(Revocation.ofUser("alice", now().plusMillis(500)))));

    assertThat(server.cli("KEYS", prefix + ":*")).isEqualTo(prefix + ":{revocations}:revocations");
    await().until(() -> server.cli("KEYS", prefix + ":*").isEmpty());
  }

  @Test
  void probesLeaveNothing() {
    assertThat(
            redis.probe(RedisRevocationStore.probes(new RedisKeys(prefix))).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));
    assertThat(server.cli("KEYS", prefix + ":*")).isEmpty();
  }
}
