package dev.parley.presence;

import static dev.parley.presence.RealNode.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.LocalBroker;
import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One primary of a cluster loses its memory, but not the one that has the leases. */
class RedisShardFlushIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MARK = ":mark";

  private final RedisCluster cluster = RedisCluster.start(0);
  private final LocalBroker broker = new LocalBroker();
  private final List<RealNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(RealNode::dies);
    cluster.close();
  }

  @Test
  void everybodyIsThereAgainWithinTheLeaseAndNobodyIsToldTwice() {
    List<RealNode> all = List.of(node("a"), node("b"));
    RedisServer flushed = cluster.primaryOf("test:{rooms.lobby}:members");
    assertThat(flushed.address()).isNotEqualTo(cluster.primaryOf("test:{nodes}:leases").address());
    String user = userOn(flushed);
    for (RealNode each : all) {
      each.enters("stays-on-" + each.name(), "s1");
      each.enters("goes-from-" + each.name(), "s2");
      each.enters("everywhere", "s3");
      join(each.presence.connected(Users.named(user), each.name(), 0));
    }
    List<FeedReader> readers = all.stream().map(RealNode::listens).toList();
    readers.forEach(FeedReader::hears);
    List<String> before = all.stream().map(RealNode::name).toList();

    flushed.cli("FLUSHALL");
    // Before any node can know of it.
    all.getFirst().enters("everywhere", "s4");
    await()
        .atMost(QUICK.lease())
        .untilAsserted(
            () -> {
              assertThat(all).noneMatch(each -> before.contains(each.name()));
              assertThat(readers).allMatch(each -> each.total() == 5);
              assertThat(join(all.getFirst().presence.sessionsOf(user))).isEqualTo(2);
            });
    assertThat(told(readers)).isNotEmpty().noneMatch(each -> each.contains("\"at\":"));

    all.forEach(each -> each.leaves("goes-from-" + before.get(all.indexOf(each)), "s2"));
    all.getLast().enters("new", "s5");
    await().atMost(PATIENCE).until(() -> readers.stream().allMatch(each -> each.total() == 4));
    assertThat(readers).allMatch(each -> each.complaints().isEmpty());
    all.forEach(
        each -> join(each.presence.disconnected(Users.named(user), before.get(all.indexOf(each)))));
    all.forEach(RealNode::close);
    assertThat(cluster.servers())
        .flatExtracting(each -> each.cli("KEYS", "*").lines().toList())
        .allMatch(key -> key.endsWith(MARK));
  }

  @Test
  void nobodyTakesASlotThatMovesForAFlush() {
    RealNode node = node("a");
    String name = node.name();
    List<RedisServer> others =
        cluster.servers().stream()
            .filter(each -> each != cluster.primaryOf("test:{nodes}:leases"))
            .toList();
    String moved = mark(others.getFirst());

    cluster.beginMove(moved, others.getFirst(), others.getLast());
    cluster.endMove(moved, others.getFirst(), others.getLast());
    // A call that is sent to the wrong node makes the client ask who has what.
    assertThat(mark(others.getFirst())).isEmpty();
    await().atMost(PATIENCE).until(() -> !mark(others.getFirst()).isEmpty());
    assertThat(node.name()).isEqualTo(name);

    others.getFirst().cli("FLUSHALL");
    await().atMost(QUICK.lease()).until(() -> !node.name().equals(name));
  }

  /** The key of the mark that nodes look at; empty where there is none yet. */
  private static String mark(RedisServer server) {
    return server.cli("KEYS", "*" + MARK).lines().findFirst().orElse("");
  }

  private String userOn(RedisServer server) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "u" + i)
        .filter(name -> cluster.primaryOf("test:{user~" + name + "}:sessions") == server)
        .findFirst()
        .orElseThrow();
  }

  private RealNode node(String id) {
    RealNode node = new RealNode(cluster.settings(), broker, id, QUICK, PresenceLog.NONE);
    nodes.add(node);
    return node;
  }

  private static List<String> told(List<FeedReader> readers) {
    return readers.stream().flatMap(each -> each.told().stream()).toList();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
