package dev.parley.store;

import static dev.parley.store.TestLog.bodies;
import static dev.parley.store.TestLog.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Appended;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisFault;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What is wrong with Redis, or with what it holds, is told and counted; other channels go on. */
@ExtendWith(OutputCaptureExtension.class)
class RedisStoreFaultsIT {

  private final RedisServer server = RedisServer.start();
  private final Stores node = Stores.connect(server.settings()).awaitConnected();

  @AfterEach
  void close() {
    node.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meta", "log", "nodes", "pin", "key:alice k"})
  void keyOfAnotherTypeStopsItsChannelAloneAndChangesNothing(String kind, CapturedOutput output) {
    String wrong = "parley:{rooms.odd}:" + kind;
    server.cli("GEOADD", wrong, "13.4", "52.5", "Berlin");
    List<String> before = keys();

    assertThat(refusesOnce("odd")).isTrue();
    assertThat(node.faults(RedisFault.WRONG_TYPE)).isEqualTo(1);
    assertThat(keys()).isEqualTo(before);
    assertThat(node.log("sound").append("a").id().number()).isEqualTo(1);
    assertThat(output).contains("another type").doesNotContain("odd").doesNotContain("alice");

    server.cli("DEL", wrong);
    assertThat(node.log("odd").appendOnce("alice k", "a").id().number()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v 0 e old n 7", "colour red"})
  void olderFormatStopsItsChannelAlone(String fields, CapturedOutput output) {
    server.cli(("HSET parley:{rooms.old}:meta " + fields).split(" "));

    assertThat(refusesOnce("old")).isTrue();
    TestLog old = node.log("old");
    assertThat(
            Stores.isUnavailable(
                old.store().join(old.name(), old.retention(), "here", new Since.Now())))
        .isTrue();
    assertThat(node.faults(RedisFault.FORMAT)).isEqualTo(2);
    assertThat(output).contains("another format").contains("'meta'");
    assertThat(node.log("sound").append("a").id().number()).isEqualTo(1);
  }

  @Test
  void fullRedisRefusesPublishesAndStillReads(CapturedOutput output) {
    TestLog log = node.log();
    MessageId first = log.append("a").id();
    server.cli("CONFIG", "SET", "maxmemory", "1");

    assertThat(node.refuses(log, "refused")).isTrue();
    assertThat(node.refuses(node.log(), "refused")).isTrue();
    assertThat(node.faults(RedisFault.OUT_OF_MEMORY)).isEqualTo(2);
    assertThat(output).contains("Redis is at its maxmemory");
    assertThat(bodies(log.after(0, 10))).containsExactly("a");

    server.cli("CONFIG", "SET", "maxmemory", "0");
    assertThat(log.append("b").id()).isEqualTo(first.at(2));
  }

  @Test
  void pausedRedisIsUnavailableInTimeAndHealsByItself() {
    TestLog log = node.log();
    MessageId first = log.append("a").id();
    server.pause();
    long asked = System.nanoTime();
    List<CompletionStage<List<Appended>>> answers =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    node.store()
                        .append(
                            log.name(), log.retention(), List.of(TestLog.publication("lost " + i))))
            .toList();
    assertThat(answers).allMatch(Stores::isUnavailable);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));

    server.goOn();
    node.awaitServes(log);
    log.append("b");
    // The first was on its way; those that waited behind it never were.
    assertThat(bodies(log.after(0, 20)))
        .startsWith("a")
        .endsWith("b")
        .doesNotContain("lost 1", "lost 9");
    assertThat(log.newest(1).end().epoch()).isEqualTo(first.epoch());
  }

  @Test
  void replicaIsNotWrittenTo(CapturedOutput output) {
    TestLog log = node.log();
    log.append("a");
    server.cli("REPLICAOF", "127.0.0.1", "1");
    assertThat(node.refuses(log, "refused")).isTrue();
    await().until(() -> node.faults(RedisFault.READ_ONLY) > 0);
    assertThat(output).contains("this is a replica");
    server.cli("REPLICAOF", "NO", "ONE");

    node.awaitServes(log);
    log.append("b");
    assertThat(bodies(log.after(0, 10))).containsExactly("a", "b");
  }

  @Test
  void wrongPasswordIsToldWithoutSayingIt(CapturedOutput output) {
    try (RedisServer locked = RedisServer.start("--requirepass", "right");
        Stores without = Stores.connect(locked.settings());
        Stores wrong = Stores.connect(password(locked, "secret-wrong"));
        Stores right = Stores.connect(password(locked, "right"))) {
      right.awaitConnected().log().append("a");
      for (Stores each : List.of(without, wrong)) {
        await().until(() -> each.faults(RedisFault.DENIED) > 0);
        assertThat(each.refuses(each.log(), "refused")).isTrue();
        assertThatThrownBy(() -> probe(each.redis()))
            .hasRootCauseMessage("Redis at %s: %s", locked.address(), RedisFault.DENIED.sentence());
      }
    }
    assertThat(output).contains("password").doesNotContain("secret-wrong");
  }

  @Test
  void commandThatTheUserMayNotUseIsNamedByTheProbe() {
    server.cli("ACL", "SETUSER", "default", "-xadd");
    assertThatThrownBy(() -> probe(node.redis()))
        .hasRootCauseMessage("Redis at %s: %s", server.address(), RedisFault.DENIED.sentence());
    server.cli("ACL", "SETUSER", "default", "+xadd");
    probe(node.redis());
  }

  @Test
  void absentServerIsNamedByTheProbe() {
    server.kill();
    await().until(() -> node.faults(RedisFault.UNREACHABLE) > 0);
    assertThatThrownBy(() -> probe(node.redis()))
        .rootCause()
        .hasMessageContaining(server.address())
        .hasMessageContaining("refused");
  }

  @Test
  void evictionPolicyIsWarnedAbout(CapturedOutput output) {
    assertThat(output).doesNotContain("maxmemory-policy");
    try (RedisServer evicting = RedisServer.start("--maxmemory-policy", "allkeys-lru");
        Stores careless = Stores.connect(evicting.settings())) {
      careless.awaitConnected().log().append("a");
      assertThat(careless.redis().evicting()).isEqualTo(1);
    }
    assertThat(node.redis().evicting()).isZero();
    assertThat(output).contains("maxmemory-policy allkeys-lru");
  }

  @Test
  void scriptsAreLoadedAgainWhereTheyAreForgotten() {
    TestLog log = node.log();
    log.appendTogether("a", "b");
    server.cli("SCRIPT", "FLUSH");
    log.append("c");
    assertThat(numbers(log.after(0, 10))).containsExactly(1L, 2L, 3L);
  }

  private boolean refusesOnce(String channel) {
    TestLog log = node.log(channel);
    return Stores.isUnavailable(
        node.store()
            .append(log.name(), log.retention(), List.of(TestLog.once("alice k", "refused"))));
  }

  private List<String> keys() {
    return server.cli("KEYS", "parley:{rooms.odd}:*").lines().sorted().toList();
  }

  private static void probe(Redis redis) {
    redis.probe(RedisStore.probes(new RedisKeys("parley"))).toCompletableFuture().join();
  }

  private static LettuceConnectionFactory password(RedisServer server, String password) {
    RedisStandaloneConfiguration settings =
        new RedisStandaloneConfiguration("127.0.0.1", server.port());
    settings.setPassword(RedisPassword.of(password));
    return new LettuceConnectionFactory(settings);
  }
}
