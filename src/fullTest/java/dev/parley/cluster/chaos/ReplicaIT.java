package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS;

import dev.parley.loadtest.Crowd;
import dev.parley.loadtest.Plan;
import dev.parley.loadtest.history.Expectations;
import dev.parley.redis.kit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary that gets its first replica, or its first after an hour without one, takes another
 * {@code master_replid} on connections that stay. Nothing is lost, so nobody may be told of a loss.
 */
@Timeout(240)
class ReplicaIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration TIME = Duration.ofSeconds(8);

  @Test
  void aFirstReplicaIsNoLoss(@TempDir(cleanup = ON_SUCCESS) Path folder) {
    try (RedisServer primary = RedisServer.start("--repl-diskless-sync-delay", "0");
        RedisServer replica = RedisServer.start()) {
      List<NodeProcess> nodes =
          IntStream.range(0, 3).mapToObj(i -> node("node-" + i, primary, folder)).toList();
      try {
        nodes.forEach(NodeProcess::start);
        nodes.forEach(NodeProcess::awaitReady);
        Run run = new Run("replica", nodes.stream().map(NodeProcess::url).toList(), folder);
        Plan plan = new Plan("replica", 40, 3, 3, 300, 64, 5);
        Crowd crowd = run.crowd(plan);
        crowd.live(TIME);

        replica.cli("REPLICAOF", "127.0.0.1", "" + primary.port());
        crowd.live(TIME);
        await().atMost(PATIENCE).until(() -> replica.info("master_link_status").equals("up"));

        run.finish(Expectations.ofHealthy(1000));
      } finally {
        nodes.forEach(NodeProcess::close);
      }
    }
  }

  private static NodeProcess node(String name, RedisServer redis, Path folder) {
    List<String> settings =
        List.of(
            "--parley.node-id=" + name,
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--spring.data.redis.host=127.0.0.1",
            "--spring.data.redis.port=" + redis.port());
    return new NodeProcess(name, folder, settings);
  }
}
