package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Retention;
import dev.parley.cluster.NodeIndex;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisFault;
import dev.parley.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A node's way to its channels, as many as a test needs. */
record Stores(Redis redis, RedisStore store) implements AutoCloseable {

  static final Retention THOUSAND = new Retention(1000, Duration.ofDays(1));

  static Stores connect(LettuceConnectionFactory settings) {
    return connect(settings, "parley");
  }

  static Stores connect(LettuceConnectionFactory settings, String prefix) {
    RedisKeys keys = new RedisKeys(prefix);
    Redis redis = Redis.connect(settings);
    Duration window = StoreUnderTest.WINDOW;
    return new Stores(
        redis,
        new RedisStore(redis, keys, new NodeIndex(redis, keys, window), window, Optional.empty()));
  }

  Stores awaitConnected() {
    await().atMost(Duration.ofSeconds(30)).until(redis::isConnected);
    return this;
  }

  TestLog log() {
    return log("lobby-" + UUID.randomUUID());
  }

  TestLog log(String name) {
    return new TestLog(store, new ChannelName("rooms", name), THOUSAND);
  }

  long faults(RedisFault fault) {
    return redis.faults(fault);
  }

  /** Waits until the channel can be read; that changes nothing. */
  void awaitServes(TestLog log) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !isUnavailable(store.readBefore(log.name(), THOUSAND, Optional.empty(), 1)));
  }

  static boolean isUnavailable(CompletionStage<?> answer) {
    try {
      answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
      return false;
    } catch (ExecutionException failure) {
      assertThat(failure)
          .cause()
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE));
      return true;
    } catch (Exception failure) {
      throw new AssertionError("no answer at all", failure);
    }
  }

  boolean refuses(TestLog log, String body) {
    return isUnavailable(
        store.append(log.name(), log.retention(), List.of(TestLog.publication(body))));
  }

  @Override
  public void close() {
    redis.close();
  }
}
