package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Small questions to a Redis, and what they are answered with. */
final class Asked {

  /** Answers whom the caller takes the primary for, which it has made sure of. */
  static final Script IDENTITY =
      Script.ofText("identity", RedisKeys.text(Script.of("primary").source()) + "return {ARGV[1]}");

  static final Script ADD = Script.ofText("add", "return {redis.call('INCR', KEYS[1])}");
  static final Script PUSH =
      Script.ofText("push", "return {redis.call('RPUSH', KEYS[1], ARGV[2])}");

  private static final RedisKeys KEYS = new RedisKeys("asked");

  private Asked() {}

  static byte[] key(String tag) {
    return KEYS.of(tag, "counter");
  }

  static CompletionStage<Reply> ask(Redis redis, Script script, String tag, String... args) {
    byte[][] values = List.of(args).stream().map(RedisKeys::bytes).toArray(byte[][]::new);
    return redis.run(script, List.of(key(tag)), values);
  }

  static long add(Redis redis, String tag) {
    return answer(ask(redis, ADD, tag)).number(0);
  }

  static String identity(Redis redis, String tag) {
    return answer(ask(redis, IDENTITY, tag)).text(0);
  }

  static boolean isRefused(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
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

  static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError("Redis did not do it", failure);
    }
  }

  static void awaitAnswers(Redis redis, String tag) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !isRefused(ask(redis, IDENTITY, tag)));
  }
}
