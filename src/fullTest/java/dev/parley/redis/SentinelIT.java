package dev.parley.redis;

import static dev.parley.redis.Asked.add;
import static dev.parley.redis.Asked.awaitAnswers;
import static dev.parley.redis.Asked.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.RedisSentinel;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sentinel's choice is followed, there and back; each time it is another primary. */
class SentinelIT {

  private static final Duration LEFT_WITHIN = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void primaryThatDiesAndOneThatIsChangedOverAreFollowed() {
    try (RedisSentinel servers = RedisSentinel.start();
        Redis redis = Redis.connect(servers.settings())) {
      awaitAnswers(redis, "a");
      String first = identity(redis, "a");
      add(redis, "a");
      servers.killPrimary();
      assertThat(servers.primary()).isEqualTo(servers.second());
      awaitWritten(redis, servers.second());
      String second = identity(redis, "a");

      servers.promote();
      assertThat(servers.primary()).isEqualTo(servers.first());
      awaitWritten(redis, servers.first());
      assertThat(identity(redis, "a")).isNotIn(first, second);
      assertThat(second).isNotEqualTo(first);
    }
  }

  /** Until Sentinel demotes it, which takes it about eight seconds. */
  @Test
  void primaryThatIsOneNoMoreIsLeftThoughItDoesNotKnow() {
    try (RedisSentinel servers = RedisSentinel.start();
        Redis redis = Redis.connect(servers.settings())) {
      awaitAnswers(redis, "a");
      String former = identity(redis, "a");
      servers.promote();

      await()
          .atMost(LEFT_WITHIN)
          .ignoreExceptions()
          .until(() -> !identity(redis, "a").equals(former));
      assertThat(servers.first().info("role")).isEqualTo("master");
      long calls = servers.first().calls("evalsha") + servers.first().calls("eval");
      add(redis, "a");
      assertThat(servers.first().calls("evalsha") + servers.first().calls("eval")).isEqualTo(calls);
      assertThat(servers.first().info("role")).isEqualTo("master");
    }
  }

  /** Until what is asked for reaches that server. */
  private static void awaitWritten(Redis redis, RedisServer server) {
    awaitAnswers(redis, "a");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long calls = server.calls("evalsha") + server.calls("eval");
              var _ = Asked.isRefused(Asked.ask(redis, Asked.ADD, "a"));
              return server.calls("evalsha") + server.calls("eval") > calls;
            });
    awaitAnswers(redis, "a");
  }
}
