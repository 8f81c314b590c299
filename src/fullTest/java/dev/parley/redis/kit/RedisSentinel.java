package dev.parley.redis.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A primary, a replica, and a sentinel that fails over after a second. */
public final class RedisSentinel implements AutoCloseable {

  private static final String NAME = "parley";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RedisServer first;
  private final RedisServer second;
  private final ChildProcess sentinel;
  private final int port = Ports.free();

  private RedisSentinel() {
    first = RedisServer.start("--repl-diskless-sync-delay", "0");
    second = RedisServer.start("--repl-diskless-sync-delay", "0");
    second.cli("REPLICAOF", "127.0.0.1", "" + first.port());
    Path folder = RedisServer.temporaryFolder();
    Path file = folder.resolve("sentinel.conf");
    try {
      Files.writeString(
          file,
          """
          port %d
          bind 127.0.0.1
          dir %s
          sentinel monitor %s 127.0.0.1 %d 1
          sentinel down-after-milliseconds %s 1000
          sentinel failover-timeout %s 5000
          """
              .formatted(port, folder, NAME, first.port(), NAME, NAME));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    sentinel = new ChildProcess(folder, List.of("redis-server", file.toString(), "--sentinel"));
  }

  /** Starts them and waits until a failover would succeed. */
  public static RedisSentinel start() {
    RedisSentinel all = new RedisSentinel();
    all.sentinel.start();
    await().atMost(PATIENCE).until(() -> all.second.info("master_link_status").equals("up"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                all.ask("SENTINEL", "CKQUORUM", NAME).startsWith("OK")
                    && all.ask("SENTINEL", "REPLICAS", NAME).contains("" + all.second.port()));
    return all;
  }

  /** What sentinel calls the primary. */
  public String name() {
    return NAME;
  }

  /** Where sentinel is asked. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The primary at the start. */
  public RedisServer first() {
    return first;
  }

  /** The replica at the start. */
  public RedisServer second() {
    return second;
  }

  /** Whom sentinel takes for the primary. */
  public RedisServer primary() {
    return isPrimary(first) ? first : second;
  }

  /** Kills the primary, and starts it again as a replica once the other has taken over. */
  public synchronized void killPrimary() {
    RedisServer doomed = primary();
    RedisServer heir = other(doomed);
    awaitFollowing(heir);
    doomed.kill();
    await().atMost(PATIENCE).until(() -> isPrimary(heir) && heir.info("role").equals("master"));
    doomed.restart();
    doomed.cli("REPLICAOF", "127.0.0.1", "" + heir.port());
  }

  /** Has the replica take over although the primary lives, as before maintenance. */
  public synchronized void promote() {
    RedisServer before = primary();
    awaitFollowing(other(before));
    // It refuses for a while after the last time.
    await().atMost(PATIENCE).until(() -> ask("SENTINEL", "FAILOVER", NAME).equals("OK"));
    await().atMost(PATIENCE).until(() -> !isPrimary(before));
  }

  private RedisServer other(RedisServer one) {
    return one.equals(first) ? second : first;
  }

  private boolean isPrimary(RedisServer server) {
    return ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
        .lines()
        .anyMatch(line -> line.equals("" + server.port()));
  }

  private static void awaitFollowing(RedisServer replica) {
    await().atMost(PATIENCE).until(() -> replica.info("master_link_status").equals("up"));
  }

  /** Waits until the replica of the start has become the primary, as the sentinel tells clients. */
  public void awaitFailover() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).contains("" + second.port())
                    && second.info("role").equals("master"));
  }

  /** What {@code spring.data.redis.sentinel.*} would make. */
  public LettuceConnectionFactory settings() {
    return new LettuceConnectionFactory(
        new RedisSentinelConfiguration().master(NAME).sentinel("127.0.0.1", port));
  }

  @Override
  public void close() {
    sentinel.close();
    first.close();
    second.close();
  }

  private String ask(String... words) {
    String[] command = new String[words.length + 3];
    command[0] = "redis-cli";
    command[1] = "-p";
    command[2] = "" + port;
    System.arraycopy(words, 0, command, 3, words.length);
    return ChildProcess.run(command);
  }
}
