package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.RedisServer;
import java.time.Duration;

/**
 * A primary that keeps nothing, and a replica that takes its place. The nodes reach whichever is
 * the primary under the same addresses, as behind a virtual one.
 */
final class TwoRedis implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RedisServer primary = RedisServer.start("--repl-diskless-sync-delay", "0");
  private RedisServer replica = RedisServer.start("--repl-diskless-sync-delay", "0");

  /** From the replica to its primary. */
  private final Cable replication = new Cable(this::primaryPort);

  TwoRedis() {
    follow();
  }

  synchronized int primaryPort() {
    return primary.port();
  }

  void pause() {
    primary.pause();
  }

  void goOn() {
    primary.goOn();
  }

  void kill() {
    primary.kill();
  }

  /** Empty, and with no replica until it has caught up. */
  void restart() {
    primary.restart();
  }

  /** From now on the replica misses what the primary accepts. */
  void stopReplication() {
    replication.tear();
  }

  /** The replica takes over with what it has; the former primary follows it. */
  void failOver() {
    RedisServer former = primary;
    replica.cli("REPLICAOF", "NO", "ONE");
    former.kill();
    synchronized (this) {
      primary = replica;
      replica = former;
    }
    replication.cut();
    replication.mend();
    former.restart();
    follow();
  }

  /** Waits until the replica has what the primary has. */
  private void follow() {
    replica.cli("REPLICAOF", "127.0.0.1", "" + replication.port());
    await().atMost(PATIENCE).until(() -> replica.info("master_link_status").equals("up"));
  }

  synchronized RedisServer primary() {
    return primary;
  }

  @Override
  public void close() {
    replication.close();
    primary.close();
    replica.close();
  }
}
