package dev.parley.redis;

import static dev.parley.redis.Asked.add;
import static dev.parley.redis.Asked.awaitAnswers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.Certificate;
import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisSentinel;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What {@code spring.data.redis.*} says is what is connected to. */
class RedisSettingsIT {

  private final ApplicationContextRunner spring =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(DataRedisAutoConfiguration.class, SslAutoConfiguration.class));

  @Test
  void standaloneWithUserPasswordAndDatabase() {
    try (RedisServer server = RedisServer.start()) {
      server.cli("ACL", "SETUSER", "parley", "on", ">secret", "~asked:*", "+@all");
      server.cli("ACL", "SETUSER", "default", "-incr");
      serves(
          "spring.data.redis.port=" + server.port(),
          "spring.data.redis.username=parley",
          "spring.data.redis.password=secret",
          "spring.data.redis.database=3",
          "spring.data.redis.client-name=parley-here");
      assertThat(server.cli("INFO", "keyspace")).contains("db3:keys=1");
    }
  }

  @Test
  void urlAndShorterTimeout() {
    try (RedisServer server = RedisServer.start("--requirepass", "secret")) {
      spring
          .withPropertyValues(
              "spring.data.redis.url=redis://:secret@127.0.0.1:" + server.port(),
              "spring.data.redis.timeout=300ms")
          .run(
              context -> {
                try (Redis redis = Redis.connect(context.getBean(LettuceConnectionFactory.class))) {
                  awaitAnswers(redis, "a");
                  server.pause();
                  long asked = System.nanoTime();
                  assertThat(Asked.isRefused(Asked.ask(redis, Asked.ADD, "a"))).isTrue();
                  assertThat(Duration.ofNanos(System.nanoTime() - asked))
                      .isLessThan(Duration.ofMillis(1500));
                  server.goOn();
                  awaitAnswers(redis, "a");
                }
              });
    }
  }

  @Test
  void sentinel() {
    try (RedisSentinel servers = RedisSentinel.start()) {
      serves(
          "spring.data.redis.sentinel.master=" + servers.name(),
          "spring.data.redis.sentinel.nodes=" + servers.address());
      assertThat(servers.first().cli("DBSIZE")).isEqualTo("1");
    }
  }

  @Test
  void cluster() {
    try (RedisCluster servers = RedisCluster.start(0)) {
      serves(
          "spring.data.redis.cluster.nodes="
              + servers.servers().stream()
                  .map(RedisServer::address)
                  .collect(Collectors.joining(",")));
    }
  }

  @Test
  void encrypted() {
    try (Certificate certificate = Certificate.make();
        RedisServer server = RedisServer.start(certificate.serverOptions())) {
      String[] trusting = {
        "spring.data.redis.host=localhost",
        "spring.data.redis.port=" + certificate.port(),
        "spring.data.redis.ssl.bundle=redis",
        "spring.ssl.bundle.pem.redis.truststore.certificate=" + certificate.file().toUri()
      };
      serves(trusting);
      assertThat(server.cli("DBSIZE")).isEqualTo("1");
    }
  }

  @Test
  void certificateThatNobodyVouchesForIsRefused() {
    try (Certificate certificate = Certificate.make();
        RedisServer server = RedisServer.start(certificate.serverOptions())) {
      spring
          .withPropertyValues(
              "spring.data.redis.host=localhost",
              "spring.data.redis.port=" + certificate.port(),
              "spring.data.redis.ssl.enabled=true")
          .run(
              context -> {
                try (Redis redis = Redis.connect(context.getBean(LettuceConnectionFactory.class))) {
                  await().until(() -> redis.faults(RedisFault.UNREACHABLE) > 0);
                  assertThat(redis.isConnected()).isFalse();
                }
              });
      assertThat(server.cli("DBSIZE")).isEqualTo("0");
    }
  }

  private void serves(String... properties) {
    spring
        .withPropertyValues(properties)
        .run(
            context -> {
              try (Redis redis = Redis.connect(context.getBean(LettuceConnectionFactory.class))) {
                awaitAnswers(redis, "a");
                assertThat(add(redis, "a")).isEqualTo(1);
              }
            });
  }
}
