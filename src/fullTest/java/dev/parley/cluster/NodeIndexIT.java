package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A whole node's clients go to one room while Redis does not answer. */
class NodeIndexIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final String KEY = "test:{here.1~1}:index";
  private static final String NODE = "here.1~1";

  @Test
  void anyNumberMayWaitForOnePlaceWhileRedisIsAway() {
    try (RedisServer server = RedisServer.start();
        Redis redis = Redis.connect(server.settings())) {
      NodeIndex index = new NodeIndex(redis, new RedisKeys("test"), KEPT);
      await().atMost(PATIENCE).until(redis::isConnected);
      server.pause();
      List<CompletableFuture<Void>> all =
          IntStream.range(0, 20_000)
              .mapToObj(i -> index.add(NODE, "p:rooms.storm").toCompletableFuture())
              .toList();
      server.kill();
      await().atMost(PATIENCE).until(() -> all.stream().allMatch(CompletableFuture::isDone));
      server.restart();

      await().atMost(PATIENCE).until(redis::isConnected);
      assertThat(index.add(NODE, "p:rooms.storm")).succeedsWithin(PATIENCE);
      assertThat(server.cli("SMEMBERS", KEY)).isEqualTo("p:rooms.storm");
    }
  }

  @Test
  void placeIsForgottenAWhileAfterItWasLeftAndNotWhereSomebodyCameBack() {
    try (RedisServer server = RedisServer.start();
        Redis redis = Redis.connect(server.settings())) {
      NodeIndex index = new NodeIndex(redis, new RedisKeys("test"), KEPT);
      await().atMost(PATIENCE).until(redis::isConnected);
      long begin = System.nanoTime();
      for (String place : List.of("p:rooms.left", "p:rooms.again")) {
        assertThat(index.add(NODE, place)).succeedsWithin(PATIENCE);
        index.remove(NODE, place);
      }
      long added = server.calls("sadd");
      assertThat(index.add(NODE, "p:rooms.again")).succeedsWithin(PATIENCE);

      await().atMost(PATIENCE).until(() -> server.calls("srem") == 1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(KEPT);
      assertThat(server.cli("SMEMBERS", KEY)).isEqualTo("p:rooms.again");
      assertThat(server.calls("sadd")).isEqualTo(added);
      assertThat(index.add(NODE, "p:rooms.left")).succeedsWithin(PATIENCE);
      assertThat(server.cli("SCARD", KEY)).isEqualTo("2");

      index.remove(NODE, "p:rooms.left");
      assertThat(index.removeLeft()).succeedsWithin(PATIENCE);
      assertThat(server.cli("SMEMBERS", KEY)).isEqualTo("p:rooms.again");
    }
  }
}
