package dev.parley.redis.kit;

import static org.awaitility.Awaitility.await;

import dev.parley.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A Redis Cluster of three primaries, each with as many replicas as asked for. */
public final class RedisCluster implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final List<RedisServer> servers;

  private RedisCluster(List<RedisServer> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Starts one and waits until all of its nodes serve. */
  public static RedisCluster start(int replicas) {
    List<RedisServer> servers =
        IntStream.range(0, PRIMARIES * (1 + replicas))
            .mapToObj(
                node ->
                    RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
            .toList();
    RedisCluster cluster = new RedisCluster(servers);
    List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    servers.forEach(server -> command.add(server.address()));
    command.addAll(List.of("--cluster-replicas", "" + replicas, "--cluster-yes"));
    String said = ChildProcess.run(command.toArray(String[]::new));
    if (!said.contains("All 16384 slots covered")) {
      cluster.close();
      throw new IllegalStateException(said);
    }
    cluster.awaitServing();
    return cluster;
  }

  public List<RedisServer> servers() {
    return servers;
  }

  /** The primary that has the key now. */
  public RedisServer primaryOf(String key) {
    String moved =
        servers.stream()
            .map(server -> server.cli("GET", key))
            .filter(answer -> answer.startsWith("MOVED"))
            .findFirst()
            .orElseThrow();
    return at(moved.substring(moved.lastIndexOf(' ') + 1));
  }

  /** The one replica of a primary. */
  public RedisServer replicaOf(RedisServer primary) {
    String id = primary.cli("CLUSTER", "MYID");
    return servers.stream()
        .filter(each -> each.cli("CLUSTER", "NODES").contains("myself,slave " + id))
        .findFirst()
        .orElseThrow();
  }

  /** Begins to move the slot of the key, with all that is in it. */
  public void beginMove(String key, RedisServer from, RedisServer to) {
    String slot = from.cli("CLUSTER", "KEYSLOT", key);
    to.cli("CLUSTER", "SETSLOT", slot, "IMPORTING", from.cli("CLUSTER", "MYID"));
    from.cli("CLUSTER", "SETSLOT", slot, "MIGRATING", to.cli("CLUSTER", "MYID"));
    from.cli("CLUSTER", "GETKEYSINSLOT", slot, "1000")
        .lines()
        .forEach(each -> from.cli("MIGRATE", "127.0.0.1", "" + to.port(), each, "0", "5000"));
  }

  /** Ends what {@link #beginMove} began. */
  public void endMove(String key, RedisServer from, RedisServer to) {
    String slot = from.cli("CLUSTER", "KEYSLOT", key);
    String owner = to.cli("CLUSTER", "MYID");
    List.of(to, from).forEach(each -> each.cli("CLUSTER", "SETSLOT", slot, "NODE", owner));
  }

  /** The server at an address such as {@code 127.0.0.1:7000}. */
  public RedisServer at(String address) {
    return servers.stream()
        .filter(each -> each.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  /** What {@code spring.data.redis.cluster.nodes} would make. */
  public LettuceConnectionFactory settings() {
    Stream<String> addresses = servers.stream().map(RedisServer::address);
    return new LettuceConnectionFactory(new RedisClusterConfiguration(addresses.toList()));
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }

  private void awaitServing() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                servers.stream()
                    .allMatch(each -> each.cli("CLUSTER", "INFO").contains("cluster_state:ok")));
  }
}
