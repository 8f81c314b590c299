package dev.parley.redis.kit;

import static org.awaitility.Awaitility.await;

import dev.parley.process.ChildProcess;
import dev.parley.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A primary, its replicas, and a sentinel that fails over after a second. */
public final class RedisSentinel implements AutoCloseable {

  private static final String NAME = "parley";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The primary at the start, and its replicas. */
  private final List<RedisServer> servers;

  private final ChildProcess sentinel;
  private final int port = Ports.free();

  private RedisSentinel(int count, String... options) {
    String[] all =
        Stream.concat(Stream.of("--repl-diskless-sync-delay", "0"), Stream.of(options))
            .toArray(String[]::new);
    servers = IntStream.range(0, count).mapToObj(i -> RedisServer.start(all)).toList();
    RedisServer first = servers.getFirst();
    others(first).forEach(each -> follow(each, first));
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

  /** Starts one with a replica and waits until a failover would succeed. */
  public static RedisSentinel start() {
    return new RedisSentinel(2).begun();
  }

  /** The same with two, as operators are advised: who has no replica any more accepts nothing. */
  public static RedisSentinel careful() {
    return new RedisSentinel(3, "--min-replicas-to-write", "1", "--min-replicas-max-lag", "2")
        .begun();
  }

  private RedisSentinel begun() {
    sentinel.start();
    others(first()).forEach(RedisSentinel::awaitFollowing);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String replicas = ask("SENTINEL", "REPLICAS", NAME);
              return ask("SENTINEL", "CKQUORUM", NAME).startsWith("OK")
                  && others(first()).stream().allMatch(each -> replicas.contains("" + each.port()));
            });
    return this;
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
    return servers.getFirst();
  }

  /** A replica at the start. */
  public RedisServer second() {
    return servers.get(1);
  }

  /** Whom sentinel takes for the primary. */
  public RedisServer primary() {
    String named = ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    return servers.stream()
        .filter(each -> named.lines().anyMatch(line -> line.equals("" + each.port())))
        .findFirst()
        .orElseThrow();
  }

  /** Kills the primary, and starts it again as a replica once another has taken over. */
  public synchronized void killPrimary() {
    RedisServer doomed = primary();
    others(doomed).forEach(RedisSentinel::awaitFollowing);
    doomed.kill();
    await()
        .atMost(PATIENCE)
        .until(() -> !isPrimary(doomed) && primary().info("role").equals("master"));
    doomed.restart();
    follow(doomed, primary());
  }

  /**
   * Has a replica take over although the primary lives, as before maintenance; the former takes
   * itself for the primary for some seconds more.
   */
  public synchronized void promote() {
    RedisServer before = primary();
    others(before).forEach(RedisSentinel::awaitFollowing);
    // It refuses for a while after the last time.
    await().atMost(PATIENCE).until(() -> ask("SENTINEL", "FAILOVER", NAME).equals("OK"));
    await().atMost(PATIENCE).until(() -> !isPrimary(before));
  }

  private List<RedisServer> others(RedisServer one) {
    return servers.stream().filter(each -> !each.equals(one)).toList();
  }

  private boolean isPrimary(RedisServer server) {
    return primary().equals(server);
  }

  private static void follow(RedisServer replica, RedisServer primary) {
    replica.cli("REPLICAOF", "127.0.0.1", "" + primary.port());
  }

  private static void awaitFollowing(RedisServer replica) {
    await().atMost(PATIENCE).until(() -> replica.info("master_link_status").equals("up"));
  }

  /** Waits until the replica of the start has become the primary, as the sentinel tells clients. */
  public void awaitFailover() {
    await()
        .atMost(PATIENCE)
        .until(() -> isPrimary(second()) && second().info("role").equals("master"));
  }

  /** What {@code spring.data.redis.sentinel.*} would make. */
  public LettuceConnectionFactory settings() {
    return new LettuceConnectionFactory(
        new RedisSentinelConfiguration().master(NAME).sentinel("127.0.0.1", port));
  }

  @Override
  public void close() {
    sentinel.close();
    servers.forEach(RedisServer::close);
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
