package dev.parley.redis;

import static dev.parley.redis.Asked.ADD;
import static dev.parley.redis.Asked.IDENTITY;
import static dev.parley.redis.Asked.PUSH;
import static dev.parley.redis.Asked.add;
import static dev.parley.redis.Asked.answer;
import static dev.parley.redis.Asked.ask;
import static dev.parley.redis.Asked.awaitAnswers;
import static dev.parley.redis.Asked.identity;
import static dev.parley.redis.Asked.isRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.DeafProxy;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One real server: who it is, what it says when it cannot, and that nothing is done twice. */
class RedisIT {

  private final RedisServer server = RedisServer.start();
  private final Redis redis = Redis.connect(server.settings());

  @BeforeEach
  void connect() {
    awaitAnswers(redis, "any");
  }

  @AfterEach
  void close() {
    redis.close();
    server.close();
  }

  @Test
  void everythingIsRefusedUntilItIsKnownWhoAnswers() {
    try (Redis fresh = Redis.connect(server.settings())) {
      assertThat(ask(fresh, ADD, "a").toCompletableFuture()).isCompletedExceptionally();
      assertThat(fresh.isConnected()).isFalse();
      awaitAnswers(fresh, "a");
      assertThat(fresh.isConnected()).isTrue();
    }
  }

  @Test
  void identityIsTheSameForAllAndAnotherAfterARestart() {
    String before = identity(redis, "a");
    assertThat(before).matches("[0-9a-f]{16}").isEqualTo(identity(redis, "b"));
    try (Redis other = Redis.connect(server.settings())) {
      awaitAnswers(other, "a");
      assertThat(identity(other, "a")).isEqualTo(before);
    }

    server.restart();
    awaitAnswers(redis, "a");
    assertThat(identity(redis, "a")).isNotEqualTo(before);
  }

  @Test
  void flushedScriptIsLoadedAgain() {
    assertThat(add(redis, "a")).isEqualTo(1);
    server.cli("SCRIPT", "FLUSH");

    assertThat(add(redis, "a")).isEqualTo(2);
    assertThat(server.cli("SCRIPT", "EXISTS", ADD.digest())).isEqualTo("1");
  }

  @Test
  void answersComeInTheOrderOfTheCalls() {
    List<Long> answers = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    ask(redis, ADD, "a")
                        .thenAccept(reply -> answers.add(reply.number(0)))
                        .toCompletableFuture())
            .toList();
    all.forEach(Asked::answer);

    assertThat(answers).hasSize(1000).isSorted();
  }

  @Test
  void pausedServerIsUnavailableInTimeAndHealsByItself() {
    server.pause();
    long asked = System.nanoTime();
    assertThat(isRefused(ask(redis, ADD, "a"))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(2900));
    await().until(() -> !redis.isConnected());
    assertThat(ask(redis, ADD, "a").toCompletableFuture()).isCompletedExceptionally();

    server.goOn();
    awaitAnswers(redis, "a");
    assertThat(redis.faults(RedisFault.UNREACHABLE)).isPositive();
  }

  @Test
  void whatWasDoneWithoutAnAnswerIsNotDoneAgain() {
    try (DeafProxy proxy = new DeafProxy(server);
        Redis behind = Redis.connect(proxy.settings())) {
      awaitAnswers(behind, "a");
      assertThat(answer(ask(behind, PUSH, "a", "known")).number(0)).isEqualTo(1);
      proxy.keepAnswersBack();
      CompletionStage<Reply> unanswered = ask(behind, PUSH, "a", "done");
      await().until(() -> server.cli("LLEN", text("a")).equals("2"));
      proxy.cut();

      assertThat(isRefused(unanswered)).isTrue();
      assertThat(behind.faults(RedisFault.DISCONNECTED)).isPositive();
      awaitAnswers(behind, "a");
      assertThat(answer(ask(behind, PUSH, "a", "next")).number(0)).isEqualTo(3);
    }
  }

  @Test
  void killedServerIsComeBackTo() {
    server.kill();
    await().until(() -> !redis.isConnected());
    AtomicInteger returns = new AtomicInteger();
    redis.onReturn(returns::incrementAndGet);

    server.restart();
    awaitAnswers(redis, "a");
    assertThat(returns).hasValue(1);
  }

  @Test
  void eachErrorIsCountedByItsReason() {
    server.cli("SET", text("a"), "text");
    assertThat(isRefused(ask(redis, PUSH, "a", "x"))).isTrue();
    assertThat(redis.faults(RedisFault.WRONG_TYPE)).isEqualTo(1);

    server.cli("CONFIG", "SET", "maxmemory", "1");
    assertThat(isRefused(ask(redis, PUSH, "b", "x"))).isTrue();
    assertThat(redis.faults(RedisFault.OUT_OF_MEMORY)).isEqualTo(1);
    server.cli("CONFIG", "SET", "maxmemory", "0");

    server.cli("CONFIG", "SET", "min-replicas-to-write", "1");
    assertThat(isRefused(ask(redis, PUSH, "b", "x"))).isTrue();
    assertThat(redis.faults(RedisFault.NOT_SAVED)).isEqualTo(1);
    server.cli("CONFIG", "SET", "min-replicas-to-write", "0");

    assertThat(answer(ask(redis, PUSH, "b", "x")).number(0)).isEqualTo(1);
  }

  @Test
  void serverThatBecomesAReplicaIsNotUsed() {
    try (RedisServer other = RedisServer.start()) {
      String before = identity(redis, "a");
      server.cli("REPLICAOF", "127.0.0.1", "" + other.port());
      await().until(() -> !redis.isConnected());
      assertThat(isRefused(ask(redis, ADD, "a"))).isTrue();

      server.cli("REPLICAOF", "NO", "ONE");
      awaitAnswers(redis, "a");
      assertThat(identity(redis, "a")).isNotEqualTo(before);
    }
  }

  @Test
  void serverThatWasAReplicaForAMomentIsAnotherAtOnce() {
    try (RedisServer other = RedisServer.start()) {
      String before = identity(redis, "a");
      server.cli("REPLICAOF", "127.0.0.1", "" + other.port());
      server.cli("REPLICAOF", "NO", "ONE");

      CompletionStage<Reply> next = ask(redis, IDENTITY, "a");
      assertThat(isRefused(next) || !answer(next).text(0).equals(before)).isTrue();
      awaitAnswers(redis, "a");
      assertThat(identity(redis, "a")).isNotEqualTo(before);
    }
  }

  @Test
  void replicaThatComesAndGoesIsNoLoss() {
    server.cli("CONFIG", "SET", "repl-backlog-ttl", "1");
    String alone = identity(redis, "a");
    try (RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", "" + server.port())) {
      await().until(() -> replica.info("master_link_status").equals("up"));
      String followed = identity(redis, "a");
      assertThat(followed).isNotEqualTo(alone).endsWith(' ' + alone);
    }
    String id = server.info("master_replid");
    await().until(() -> !server.info("master_replid").equals(id));

    assertThat(identity(redis, "a")).endsWith(' ' + alone);
    assertThat(redis.faults(RedisFault.REPLACED)).isZero();
    assertThat(redis.isConnected()).isTrue();
  }

  private static String text(String tag) {
    return RedisKeys.text(Asked.key(tag));
  }
}
