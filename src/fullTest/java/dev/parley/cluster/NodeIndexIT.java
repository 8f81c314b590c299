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
  private static final String NODE = "here.1~1";

  @Test
  void anyNumberMayWaitForOnePlaceWhileRedisIsAway() {
    try (RedisServer server = RedisServer.start();
        Redis redis = Redis.connect(server.settings())) {
      NodeIndex index = new NodeIndex(redis, new RedisKeys("test"));
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
      assertThat(server.cli("SMEMBERS", "test:{" + NODE + "}:index")).isEqualTo("p:rooms.storm");
    }
  }
}
