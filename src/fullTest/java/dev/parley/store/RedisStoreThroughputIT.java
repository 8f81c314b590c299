package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Appended;
import dev.parley.channel.Publication;
import dev.parley.protocol.Tail;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many publishes a second go through one Redis; printed, and not judged. */
class RedisStoreThroughputIT {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 100_000;
  private static final int UNDER_WAY = 512;

  @ParameterizedTest
  @CsvSource({"1, 200", "16, 200", "1000, 200", "1000, 2000"})
  void publishesPerSecond(int channels, int bytes) throws Exception {
    try (RedisServer server = RedisServer.start();
        Stores node = Stores.connect(server.settings()).awaitConnected()) {
      publish(node, channels, bytes, WARM_UP);
      server.cli("CONFIG", "RESETSTAT");
      double cpuBefore = cpu(server);
      long begin = System.nanoTime();
      publish(node, channels, bytes, MEASURED);
      double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;

      long calls = server.calls("evalsha");
      System.out.printf(
          "%d channels, %d bytes: %.0f publishes/s, %.1f per script, %.1f µs of Redis each%n",
          channels,
          bytes,
          MEASURED / seconds,
          MEASURED / (double) calls,
          (cpu(server) - cpuBefore) * 1_000_000 / MEASURED);
      assertThat(calls).isBetween(1L, (long) MEASURED);
    }
  }

  private static void publish(Stores node, int channels, int bytes, int count) throws Exception {
    Tail tail = Tail.of(Map.of("content-type", "text/plain"), new byte[bytes]);
    List<Publication> publication = List.of(new Publication(tail, Optional.empty()));
    Semaphore window = new Semaphore(UNDER_WAY);
    List<CompletableFuture<List<Appended>>> answers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      TestLog log = node.log("busy-" + i % channels);
      window.acquire();
      CompletableFuture<List<Appended>> answer =
          node.store().append(log.name(), log.retention(), publication).toCompletableFuture();
      var _ = answer.whenComplete((appended, failure) -> window.release());
      answers.add(answer);
    }
    answers.forEach(CompletableFuture::join);
  }

  private static double cpu(RedisServer server) {
    return Double.parseDouble(server.info("used_cpu_sys"))
        + Double.parseDouble(server.info("used_cpu_user"));
  }
}
