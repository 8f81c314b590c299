package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisSentinel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Redis, a broker where one is asked for, and nodes; between them networks that can be hurt. */
final class Cluster implements AutoCloseable {

  /** One node and its ways to the others. */
  record Member(NodeProcess node, Cable redis, Cable broker) {}

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What holds the nodes together. */
  enum Bond {
    /** Redis carries the messages, and stays where it is. */
    REDIS,
    /** The same, and Sentinel says where. */
    SENTINEL,
    /** RabbitMQ carries the messages. */
    RABBIT
  }

  private final Optional<TwoRedis> redis;
  private final Optional<RedisSentinel> sentinel;
  private final Optional<RabbitServer> rabbit;
  private final List<Member> members = new ArrayList<>();

  private Cluster(Bond bond) {
    boolean watched = bond == Bond.SENTINEL;
    redis = watched ? Optional.empty() : Optional.of(new TwoRedis());
    sentinel = watched ? Optional.of(RedisSentinel.careful()) : Optional.empty();
    rabbit = bond == Bond.RABBIT ? Optional.of(RabbitServer.started()) : Optional.empty();
  }

  /**
   * Starts all and waits until every node is ready.
   *
   * @param folder for the output of the nodes
   * @param settings of every node, besides what holds them together
   */
  static Cluster start(int nodes, Bond bond, Path folder, String... settings) {
    Cluster cluster = new Cluster(bond);
    for (int i = 0; i < nodes; i++) {
      cluster.add("node-" + i, folder, List.of(settings));
    }
    cluster.members.forEach(member -> member.node().start());
    cluster.members.forEach(member -> member.node().awaitReady());
    return cluster;
  }

  private void add(String name, Path folder, List<String> more) {
    Cable toRedis = new Cable(() -> redis.map(TwoRedis::primaryPort).orElse(1));
    Cable toBroker = new Cable(() -> rabbit.map(RabbitServer::port).orElse(1));
    List<String> settings = new ArrayList<>(more);
    settings.add("--parley.node-id=" + name);
    settings.add("--parley.store.type=redis");
    settings.add("--parley.store.prefix=chaos");
    if (sentinel.isPresent()) {
      settings.add("--spring.data.redis.sentinel.master=" + sentinel().name());
      settings.add("--spring.data.redis.sentinel.nodes=" + sentinel().address());
    } else {
      settings.add("--spring.data.redis.host=127.0.0.1");
      settings.add("--spring.data.redis.port=" + toRedis.port());
    }
    settings.add("--parley.broker.type=" + (rabbit.isPresent() ? "relay" : "redis"));
    if (rabbit.isPresent()) {
      settings.add("--parley.relay.host=127.0.0.1");
      settings.add("--parley.relay.port=" + toBroker.port());
      settings.add("--parley.relay.login=parley");
      settings.add("--parley.relay.passcode=" + RabbitServer.PASSCODE);
    }
    members.add(new Member(new NodeProcess(name, folder, settings), toRedis, toBroker));
  }

  List<URI> urls() {
    return members.stream().map(member -> member.node().url()).toList();
  }

  int nodes() {
    return members.size();
  }

  Member member(int node) {
    return members.get(node);
  }

  TwoRedis redis() {
    return redis.orElseThrow();
  }

  RedisSentinel sentinel() {
    return sentinel.orElseThrow();
  }

  RabbitServer rabbit() {
    return rabbit.orElseThrow();
  }

  /** The nodes that wait for what was hurt are ready again. */
  void awaitHealth() {
    await("all nodes are ready")
        .atMost(PATIENCE)
        .until(() -> members.stream().allMatch(member -> member.node().isReady()));
  }

  @Override
  public void close() {
    members.forEach(
        member -> {
          member.node().close();
          member.redis().close();
          member.broker().close();
        });
    rabbit.ifPresent(RabbitServer::close);
    sentinel.ifPresent(RedisSentinel::close);
    redis.ifPresent(TwoRedis::close);
  }
}
