package dev.parley.redis;

import static dev.parley.redis.Asked.answer;
import static dev.parley.redis.Asked.awaitAnswers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisSentinel;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is published arrives, and who listens knows since when. */
class RedisPubSubIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Notes what it hears. */
  private static final class Ear implements Redis.Listener {

    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void arrived(byte[] message) {
      heard.add(RedisKeys.text(message));
    }

    @Override
    public void confirmed() {
      heard.add("confirmed");
    }

    @Override
    public void interrupted() {
      heard.add("interrupted");
    }

    void awaits(String... expected) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }
  }

  @Test
  void publishedArrivesInOrderOnceConfirmed() throws Exception {
    try (RedisServer server = RedisServer.start();
        Redis redis = Redis.connect(server.settings())) {
      Ear ear = new Ear();
      AutoCloseable subscription = redis.subscribe("news", ear);
      ear.awaits("confirmed");
      awaitAnswers(redis, "any");
      answer(redis.publish("news", RedisKeys.bytes("a")));
      answer(redis.publish("other", RedisKeys.bytes("x")));
      answer(redis.publish("news", RedisKeys.bytes("b")));
      ear.awaits("confirmed", "a", "b");

      subscription.close();
      await().until(() -> server.cli("PUBSUB", "CHANNELS").isEmpty());
      assertThat(ear.heard).containsExactly("confirmed", "a", "b");
    }
  }

  @Test
  void interruptionAndReturnAreTold() {
    try (RedisServer server = RedisServer.start();
        Redis redis = Redis.connect(server.settings())) {
      Ear ear = new Ear();
      redis.subscribe("news", ear);
      ear.awaits("confirmed");
      server.cli("CLIENT", "KILL", "TYPE", "pubsub");
      ear.awaits("confirmed", "interrupted", "confirmed");

      server.pause();
      ear.awaits("confirmed", "interrupted", "confirmed", "interrupted");
      server.goOn();
      ear.awaits("confirmed", "interrupted", "confirmed", "interrupted", "confirmed");
      awaitAnswers(redis, "any");
      answer(redis.publish("news", RedisKeys.bytes("a")));
      await().untilAsserted(() -> assertThat(ear.heard).endsWith("a"));
    }
  }

  @Test
  void followsThePrimaryThatSentinelNames() {
    try (RedisSentinel servers = RedisSentinel.start();
        Redis redis = Redis.connect(servers.settings())) {
      Ear ear = new Ear();
      redis.subscribe("news", ear);
      ear.awaits("confirmed");
      servers.first().pause();
      servers.awaitFailover();
      awaitAnswers(redis, "any");
      await()
          .atMost(PATIENCE)
          .until(() -> servers.second().cli("PUBSUB", "CHANNELS").contains("news"));
      answer(redis.publish("news", RedisKeys.bytes("a")));
      await().untilAsserted(() -> assertThat(ear.heard).endsWith("a"));
      assertThat(ear.heard).startsWith("confirmed", "interrupted").contains("confirmed");
    }
  }

  @Test
  void onAClusterEveryChannelHasItsOwnNode() {
    try (RedisCluster servers = RedisCluster.start(0);
        Redis redis = Redis.connect(servers.settings())) {
      List<Ear> ears = List.of(new Ear(), new Ear(), new Ear(), new Ear());
      for (int i = 0; i < ears.size(); i++) {
        redis.subscribe("to:" + i, ears.get(i));
      }
      ears.forEach(ear -> ear.awaits("confirmed"));
      for (int i = 0; i < ears.size(); i++) {
        String word = "hello " + i;
        String channel = "to:" + i;
        await().until(() -> redis.isConnected());
        answer(redis.publish(channel, RedisKeys.bytes(word)));
        ears.get(i).awaits("confirmed", word);
      }
      assertThat(servers.servers())
          .filteredOn(each -> !each.cli("PUBSUB", "SHARDCHANNELS").isEmpty())
          .hasSizeGreaterThan(1);
    }
  }
}
