package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures a cluster of two real nodes and prints what it costs: {@code idle} clients, the {@code
 * death} of a node with many members, a {@code storm} of joins, and what {@code publish}ing to the
 * other node costs. The arguments say which and over what ({@code redis} or {@code relay}); not a
 * test, for figures depend on the machine.
 */
final class ClusterFigures implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int IDLE = 10_000;
  private static final int MEMBERS = 500;
  private static final int DEATHS = 5;
  private static final int JOINING = 2000;
  private static final int MEASURED_SECONDS = 30;
  private static final int PUBLISHERS = 8;
  private static final int BODY_BYTES = 200;

  /** Until the code that is measured is compiled. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** Until nobody's coming is news any more, as the periodic comparison sees it. */
  private static final Duration REST = Duration.ofSeconds(75);

  private final RedisServer redis = RedisServer.start();
  private final Optional<RabbitServer> rabbit;
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final Costs costs;

  private ClusterFigures(boolean relay, Path folder) {
    rabbit = relay ? Optional.of(RabbitServer.started()) : Optional.empty();
    costs = new Costs(redis, nodes, rabbit);
    for (int i = 0; i < 2; i++) {
      nodes.add(new NodeProcess("node-" + i, folder, List.of("-Xmx1g"), settings("node-" + i)));
    }
    nodes.forEach(NodeProcess::start);
    nodes.forEach(NodeProcess::awaitReady);
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean relay = List.of(arguments).contains("relay");
    try (ClusterFigures figures = new ClusterFigures(relay, Files.createTempDirectory("figures"))) {
      System.out.println("two nodes over " + (relay ? "RabbitMQ" : "Redis"));
      for (String argument : arguments) {
        switch (argument) {
          case "idle" -> figures.idle();
          case "death" -> figures.death();
          case "storm" -> figures.storm();
          case "publish" -> figures.publish();
          default -> {}
        }
      }
    }
    System.exit(0);
  }

  private List<String> settings(String name) {
    List<String> all = new ArrayList<>();
    all.add("--parley.node-id=" + name);
    all.add("--parley.store.type=redis");
    all.add("--spring.data.redis.port=" + redis.port());
    all.add("--parley.broker.type=" + (rabbit.isPresent() ? "relay" : "redis"));
    rabbit.ifPresent(
        broker -> {
          all.add("--parley.relay.port=" + broker.port());
          all.add("--parley.relay.login=parley");
          all.add("--parley.relay.passcode=" + RabbitServer.PASSCODE);
        });
    return all;
  }

  /** What it costs that very many are there, each in one of a thousand rooms. */
  private void idle() throws InterruptedException {
    List<Onlooker> clients = gather(IDLE, "idle");
    Thread.sleep(REST);
    long before = costs.commands();
    Map<String, Long> kinds = costs.kinds();
    List<Double> cpu = costs.cpu();
    Thread.sleep(Duration.ofSeconds(MEASURED_SECONDS));
    long after = costs.commands();
    List<Double> cpuAfter = costs.cpu();
    System.out.printf(
        "%d idle clients: %.1f Redis commands/s, %s%n",
        clients.size(),
        (after - before) / (double) MEASURED_SECONDS,
        costs.since(kinds, MEASURED_SECONDS));
    System.out.printf("CPU in %% of a core: %s%n", Costs.shares(cpu, cpuAfter, MEASURED_SECONDS));
    System.out.println("connections to Redis: " + redis.info("connected_clients"));
    rabbit.ifPresent(
        broker ->
            System.out.println(
                "at RabbitMQ: "
                    + broker.control("list_stomp_connections", "conn_name").size()
                    + " connections, "
                    + broker.control("list_queues", "name").size()
                    + " queues"));
    long left = System.nanoTime();
    clients.forEach(Onlooker::leave);
    await().atMost(PATIENCE).until(() -> redis.cli("KEYS", "*:members").isEmpty());
    System.out.printf("all have left after %.2f s%n", seconds(left, System.nanoTime()));
  }

  /** How long after SIGKILL of a node its members are gone for who watches on the other. */
  private void death() {
    for (int run = 1; run <= DEATHS; run++) {
      AtomicInteger leaves = new AtomicInteger();
      AtomicLong first = new AtomicLong();
      AtomicLong last = new AtomicLong();
      String room = "rooms.doomed-" + run;
      Onlooker watcher =
          join(
              Onlooker.connect(
                      nodes.get(1).url(),
                      "watcher",
                      message -> {
                        if (message.contains("\"type\":\"leave\"")) {
                          first.compareAndSet(0, System.nanoTime());
                          last.set(System.nanoTime());
                          leaves.incrementAndGet();
                        }
                      })
                  .toCompletableFuture());
      List<Onlooker> members = new ArrayList<>();
      for (int i = 0; i < MEMBERS; i++) {
        Onlooker member =
            join(
                Onlooker.connect(nodes.get(0).url(), "member-" + i, message -> {})
                    .toCompletableFuture());
        join(member.subscribe("/topic/" + room).toCompletableFuture());
        members.add(member);
      }
      join(watcher.subscribe("/topic/presence." + room).toCompletableFuture());
      long killed = System.nanoTime();
      nodes.get(0).kill();
      await().atMost(PATIENCE).until(() -> leaves.get() >= MEMBERS);
      System.out.printf(
          "SIGKILL with %d members: first leave after %.2f s, last after %.2f s, %d leaves%n",
          MEMBERS, seconds(killed, first.get()), seconds(killed, last.get()), leaves.get());
      watcher.leave();
      members.forEach(Onlooker::leave);
      nodes.get(0).start();
      nodes.get(0).awaitReady();
    }
  }

  /** Everybody goes into one room at the same moment. */
  private void storm() {
    List<Onlooker> clients = connect(JOINING, "storm");
    long before = costs.commands();
    List<Double> cpu = costs.cpu();
    long began = System.nanoTime();
    List<CompletableFuture<Void>> joins =
        clients.stream()
            .map(each -> each.subscribe("/topic/rooms.storm").toCompletableFuture())
            .toList();
    joins.forEach(each -> each.exceptionally(failure -> null).join());
    long refused = joins.stream().filter(CompletableFuture::isCompletedExceptionally).count();
    double seconds = seconds(began, System.nanoTime());
    System.out.printf(
        "%d join one room in %.2f s, %d refused, %.1f Redis commands each; CPU seconds: %s%n",
        JOINING,
        seconds,
        refused,
        (costs.commands() - before) / (double) JOINING,
        Costs.differences(cpu, costs.cpu()));
    clients.forEach(Onlooker::leave);
  }

  /** As many messages as go through, each to one member on the other node. */
  private void publish() throws InterruptedException {
    LongAdder logged = new LongAdder();
    LongAdder heard = new LongAdder();
    List<Publisher> publishers = new ArrayList<>();
    for (int i = 0; i < PUBLISHERS; i++) {
      String room = "rooms.busy-" + i;
      Onlooker member =
          join(
              Onlooker.connect(nodes.get(1).url(), "member-" + i, frame -> heard.increment())
                  .toCompletableFuture());
      join(member.subscribe("/topic/" + room).toCompletableFuture());
      publishers.add(
          Publisher.begin(nodes.get(0).url(), "publisher-" + i, room, BODY_BYTES, logged));
    }
    Thread.sleep(WARM_UP);
    long before = logged.sum();
    long heardBefore = heard.sum();
    List<Double> cpu = costs.cpu();
    long began = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(MEASURED_SECONDS));
    long count = logged.sum() - before;
    long arrived = heard.sum() - heardBefore;
    List<Double> used = costs.cpu();
    double seconds = seconds(began, System.nanoTime());
    publishers.forEach(Publisher::stop);
    System.out.printf(
        "%d publishers, %d bytes: %.0f publishes/s, %.0f heard/s on the other node%n",
        PUBLISHERS, BODY_BYTES, count / seconds, arrived / seconds);
    System.out.print("CPU per publish in µs, both nodes, Redis, broker:");
    for (int i = 0; i < cpu.size(); i++) {
      System.out.printf(" %.1f", (used.get(i) - cpu.get(i)) * 1e6 / count);
    }
    System.out.println();
  }

  private List<Onlooker> gather(int count, String name) {
    List<Onlooker> clients = connect(count, name);
    for (int i = 0; i < count; i++) {
      join(clients.get(i).subscribe("/topic/rooms." + name + "-" + i % 1000).toCompletableFuture());
    }
    return clients;
  }

  private List<Onlooker> connect(int count, String name) {
    List<CompletableFuture<Onlooker>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NodeProcess node = nodes.get(i % nodes.size());
      all.add(Onlooker.connect(node.url(), name + "-" + i, message -> {}).toCompletableFuture());
    }
    return all.stream().map(ClusterFigures::join).toList();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }

  private static <T> T join(CompletableFuture<T> answer) {
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    rabbit.ifPresent(RabbitServer::close);
    redis.close();
  }
}
