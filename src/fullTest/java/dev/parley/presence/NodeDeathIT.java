package dev.parley.presence;

import static dev.parley.presence.RealNode.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.LocalBroker;
import dev.parley.cluster.LeaseTimes;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Nodes that die, are paused, or end as they should, on one real Redis. */
@ExtendWith(OutputCaptureExtension.class)
class NodeDeathIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String LOBBY_LOG = "test:{rooms.lobby}:presence";
  private static final PresenceLog LOG = new PresenceLog(10_000, Duration.ofSeconds(20));

  private final RedisServer server = RedisServer.start();
  private final LocalBroker broker = new LocalBroker();
  private final List<RealNode> nodes = new ArrayList<>();

  @BeforeEach
  void bePatient() {
    Awaitility.setDefaultTimeout(PATIENCE);
  }

  @AfterEach
  void stop() {
    nodes.forEach(RealNode::dies);
    server.close();
    Awaitility.reset();
  }

  @Test
  void membersOfADeadNodeLeaveOnceWhateverNumberOfSweepers() {
    List<RealNode> living = List.of(node("a"), node("b"), node("c"), node("d"));
    RealNode doomed = node("e");
    for (int i = 0; i < 450; i++) {
      doomed.enters("user-" + i, "s" + i);
    }
    living.getFirst().enters("user-0", "elsewhere");
    List<FeedReader> readers = living.stream().map(RealNode::listens).toList();
    assertThat(readers).allMatch(each -> each.total() == 450);

    doomed.dies();
    await().until(() -> readers.stream().allMatch(each -> each.total() == 1));
    await().until(() -> swept(living) >= 2);
    for (FeedReader reader : readers) {
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.members()).contains(Set.of("user-0"));
    }
    assertThat(Integer.parseInt(server.cli("PTTL", LOBBY_LOG))).isPositive();
    assertThat(leaves()).hasSize(449).doesNotHaveDuplicates().doesNotContain("user-0");
    assertThat(swept(living)).isEqualTo(2);
    assertThat(keys()).noneMatch(each -> each.contains("{e."));
  }

  @Test
  void sessionsOfADeadNodeDoNotCount() {
    RealNode here = node("a");
    RealNode doomed = node("b");
    join(doomed.presence.connected(Users.named("alice"), "s1", 0));
    join(doomed.presence.connected(Users.named("alice"), "s2", 0));
    join(here.presence.connected(Users.named("alice"), "s3", 0));
    assertThat(join(here.presence.sessionsOf("alice"))).isEqualTo(3);
    assertThatThrownBy(() -> join(here.presence.connected(Users.named("alice"), "s4", 3)))
        .hasCause(new Refusal(RefusalCode.TOO_MANY_CONNECTIONS));

    doomed.dies();
    await().until(() -> join(here.presence.sessionsOf("alice")) == 1);
    assertThat(here.membership.sweeper().swept()).isZero();
    join(here.presence.connected(Users.named("alice"), "s4", 2));
    join(here.presence.disconnected(Users.named("alice"), "s4"));
    await().until(() -> swept(List.of(here)) == 2);
    join(here.presence.disconnected(Users.named("alice"), "s3"));
    assertThat(join(here.presence.sessionsOf("alice"))).isZero();
  }

  @Test
  void pausedNodeComesBackUnderItsNextNameAndWhoSitsElsewhereStays() {
    RealNode here = node("a");
    RealNode sleeper = node("b");
    sleeper.enters("alice", "s1");
    sleeper.enters("bob", "s2");
    here.enters("bob", "s3");
    FeedReader reader = here.listens();
    FeedReader own = sleeper.listens();
    String before = sleeper.name();

    sleeper.pauses();
    await().until(() -> here.membership.sweeper().swept() == 1);
    assertThat(reader.hears()).last().asString().contains("\"leave\"", "alice");
    sleeper.goesOn();
    await().until(() -> reader.total() == 2);
    assertThat(reader.hears()).singleElement().asString().contains("\"join\"", "alice");
    assertThat(reader.complaints()).isEmpty();
    assertThat(sleeper.name()).isNotEqualTo(before);
    await().until(() -> keys().stream().noneMatch(each -> each.contains(before)));
    await().until(() -> own.total() == 2);
    assertThat(own.complaints()).isEmpty();
    assertThat(own.told().toString()).doesNotContain("bob\",\"at");
  }

  @Test
  void whatAZombieWroteAfterItWasSweptIsSweptAgain() {
    RealNode here = node("a");
    RealNode zombie = node("b");
    zombie.enters("alice", "s1");
    FeedReader reader = here.listens();
    zombie.pauses();
    await().until(() -> here.membership.sweeper().swept() == 1);
    zombie.enters("late", "s2");
    await().until(() -> reader.total() == 1);
    zombie.dies();

    await().until(() -> here.membership.sweeper().swept() == 2);
    await().until(() -> reader.total() == 0);
    assertThat(reader.complaints()).isEmpty();
  }

  /** A replica that missed the end of a name knows it again once it is the primary. */
  @Test
  void whatAFailoverBringsBackOfAFormerNameIsClearedByItsNode() {
    RealNode here = node("a");
    here.enters("alice", "s1");
    String former = here.name();
    List<String> old = List.of("test:{rooms.lobby}:members", "test:{" + former + "}:index");
    old.forEach(key -> server.cli("COPY", key, "kept:" + key));
    here.leaves("alice", "s1");
    here.membership.lease().renounce("A test says so");
    await().until(() -> server.cli("ZCARD", "test:{nodes}:leases").equals("1"));
    await().until(() -> server.cli("ZSCORE", "test:{nodes}:leases", former).isEmpty());

    old.forEach(key -> server.cli("COPY", "kept:" + key, key));
    server.cli("ZADD", "test:{nodes}:leases", "1", former);
    assertThat(old).allMatch(key -> server.cli("EXISTS", key).equals("1"));

    await().until(() -> old.stream().allMatch(key -> server.cli("EXISTS", key).equals("0")));
    assertThat(here.listens().total()).isZero();
    await().until(() -> server.cli("ZSCORE", "test:{nodes}:leases", former).isEmpty());
  }

  @Test
  void nodeThatEndsAsItShouldLeavesNothingToSweep() {
    RealNode here = node("a");
    RealNode other = node("b");
    FeedReader reader = here.listens();
    other.enters("alice", "s1");
    other.enters("bob", "s2");
    other.leaves("bob", "s2");
    join(other.presence.connected(Users.named("alice"), "s1", 0));
    await().until(() -> reader.total() == 1);

    // With a member left, which nobody should do, it is told at once.
    other.close();
    await().until(() -> reader.total() == 0);
    assertThat(reader.complaints()).isEmpty();
    assertThat(keys()).noneMatch(each -> each.contains("{b."));
    assertThat(server.cli("ZCARD", "test:{nodes}:leases")).isEqualTo("1");
    here.close();
    assertThat(keys()).isEmpty();
    assertThat(here.membership.sweeper().swept()).isZero();
  }

  @Test
  void twoNodesWithOneNodeIdAreTold(CapturedOutput output) {
    RealNode one = node("same");
    RealNode two = node("same");

    await()
        .until(() -> one.membership.sweeper().doubled() + two.membership.sweeper().doubled() == 2);
    assertThat(output).contains("Another living node has this node's parley.node-id same");
    assertThat(one.name()).isNotEqualTo(two.name());
  }

  @Test
  void lastMemberOfADeadNodeLeavesWithinFifteenSeconds() {
    RealNode here = node("a", LeaseTimes.DEFAULT);
    RealNode doomed = node("b", LeaseTimes.DEFAULT);
    for (int i = 0; i < 500; i++) {
      doomed.enters("user-" + i, "s" + i);
    }
    FeedReader reader = here.listens();
    // Nobody may sweep earlier than that, so that it is no death at the start that is measured.
    long begun = System.nanoTime();
    await().until(() -> System.nanoTime() - begun > LeaseTimes.DEFAULT.unbroken().toNanos());

    long death = System.nanoTime();
    doomed.dies();
    await().pollInterval(Duration.ofMillis(10)).until(() -> reader.total() == 0);
    Duration took = Duration.ofNanos(System.nanoTime() - death);
    System.out.println(
        "From the end of the renewals to the last leave: " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(15));
    assertThat(reader.complaints()).isEmpty();
  }

  private RealNode node(String id) {
    return node(id, QUICK);
  }

  private RealNode node(String id, LeaseTimes times) {
    RealNode node = new RealNode(server.settings(), broker, id, times, LOG);
    nodes.add(node);
    return node;
  }

  /** Of whom the lobby's presence log says that they left. */
  private List<String> leaves() {
    List<String> words = server.cli("XRANGE", LOBBY_LOG, "-", "+").lines().toList();
    return IntStream.range(3, words.size())
        .filter(i -> words.get(i - 3).equals("type") && words.get(i - 2).equals("leave"))
        .mapToObj(words::get)
        .toList();
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>(server.cli("KEYS", "*").lines().toList());
    // Presence logs expire by themselves.
    keys.removeIf(each -> each.isEmpty() || each.endsWith("}:presence"));
    return keys;
  }

  private static long swept(List<RealNode> nodes) {
    return nodes.stream().mapToLong(each -> each.membership.sweeper().swept()).sum();
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
