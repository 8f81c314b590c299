package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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

  private ClusterFigures(boolean relay, Path folder) {
    rabbit = relay ? Optional.of(RabbitServer.started()) : Optional.empty();
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
    long before = commands();
    Map<String, Long> kinds = kinds();
    List<Double> cpu = cpu();
    Thread.sleep(Duration.ofSeconds(MEASURED_SECONDS));
    long after = commands();
    List<Double> cpuAfter = cpu();
    System.out.printf(
        "%d idle clients: %.1f Redis commands/s, %s%n",
        clients.size(), (after - before) / (double) MEASURED_SECONDS, since(kinds));
    System.out.printf("CPU in %% of a core: %s%n", shares(cpu, cpuAfter));
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
    long before = commands();
    List<Double> cpu = cpu();
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
        (commands() - before) / (double) JOINING,
        differences(cpu, cpu()));
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
    List<Double> cpu = cpu();
    long began = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(MEASURED_SECONDS));
    long count = logged.sum() - before;
    long arrived = heard.sum() - heardBefore;
    List<Double> used = cpu();
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

  private long commands() {
    return Long.parseLong(redis.info("total_commands_processed"));
  }

  private Map<String, Long> kinds() {
    Map<String, Long> calls = new HashMap<>();
    redis
        .cli("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(
            line -> {
              String count = line.replaceFirst(".*:calls=(\\d+),.*", "$1").strip();
              calls.put(line.substring(8, line.indexOf(':')), Long.valueOf(count));
            });
    return calls;
  }

  private String since(Map<String, Long> before) {
    List<String> all = new ArrayList<>();
    kinds()
        .forEach(
            (kind, count) -> {
              double rate = (count - before.getOrDefault(kind, 0L)) / (double) MEASURED_SECONDS;
              if (rate >= 0.1) {
                all.add("%s %.1f/s".formatted(kind, rate));
              }
            });
    Collections.sort(all);
    return all.toString();
  }

  /** Seconds of each node, of Redis, and of RabbitMQ where it is there. */
  private List<Double> cpu() {
    List<Double> all = new ArrayList<>();
    nodes.forEach(node -> all.add(node.cpuSeconds()));
    all.add(
        Double.parseDouble(redis.info("used_cpu_user"))
            + Double.parseDouble(redis.info("used_cpu_sys")));
    rabbit.ifPresent(broker -> all.add(NodeProcess.cpuSeconds(broker.pid())));
    return all;
  }

  private List<String> shares(List<Double> before, List<Double> after) {
    return differences(before, after).stream()
        .map(each -> "%.1f".formatted(Double.parseDouble(each) * 100 / MEASURED_SECONDS))
        .toList();
  }

  private static List<String> differences(List<Double> before, List<Double> after) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      all.add("%.2f".formatted(after.get(i) - before.get(i)));
    }
    return all;
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
