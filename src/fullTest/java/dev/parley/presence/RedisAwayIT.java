package dev.parley.presence;

import static dev.parley.presence.RealNode.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.LocalBroker;
import dev.parley.cluster.LeaseTimes;
import dev.parley.cluster.Membership;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.redis.Redis;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis is away for a while, or comes back without its memory. */
class RedisAwayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  void nobodyLeavesOrJoinsBecauseRedisWasPausedBeyondAllLeases() {
    List<RealNode> all = threeWithTwoUsersEach();
    List<FeedReader> readers = all.stream().map(RealNode::listens).toList();
    await().until(() -> all.stream().allMatch(each -> each.membership.sweeper().isUnbroken()));
    Set<String> before = names(all);

    server.pause();
    TwoNodes.pass(QUICK.lease().toMillis() * 2);
    server.goOn();
    await().until(() -> names(all).stream().noneMatch(before::contains));
    await().until(() -> leases().equals(names(all)));
    await().until(() -> all.stream().noneMatch(each -> each.membership.sweeper().isUnbroken()));

    // Long enough for whoever might take the others for dead.
    await().until(() -> all.stream().allMatch(each -> each.membership.sweeper().isUnbroken()));
    assertThat(all).allMatch(each -> each.membership.sweeper().swept() == 0);
    for (FeedReader reader : readers) {
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.total()).isEqualTo(6);
      assertThat(reader.told()).noneMatch(each -> each.contains("\"at\":"));
    }
    nobodyIsLeftOnceAllAreGone(all);
  }

  @Test
  void everybodyIsThereAgainAfterRedisWasFlushed() {
    List<RealNode> all = threeWithTwoUsersEach();
    List<FeedReader> readers = all.stream().map(RealNode::listens).toList();
    all.forEach(each -> join(each.presence.connected(Users.named("u"), each.name(), 0)));

    server.cli("FLUSHALL");
    await().until(() -> join(all.getFirst().presence.sessionsOf("u")) == 3);
    await().until(() -> leases().equals(names(all)));
    await().until(() -> readers.stream().allMatch(each -> each.total() == 6));
    all.getFirst().enters("new", "s");
    await().until(() -> readers.stream().allMatch(each -> each.total() == 7));
    all.getFirst().leaves("new", "s");
    assertThat(readers).allMatch(each -> each.complaints().isEmpty());
    all.forEach(
        each ->
            join(
                each.presence.disconnected(
                    Users.named("u"), each.membership.lease().address() + "~1")));
    nobodyIsLeftOnceAllAreGone(all);
  }

  @Test
  void everybodyIsThereAgainAfterRedisStartedAnew() {
    List<RealNode> all = threeWithTwoUsersEach();
    FeedReader reader = all.getFirst().listens();

    server.restart();
    await()
        .until(
            () -> leases().equals(names(all)) && reader.told().size() > 1 && reader.total() == 6);
    assertThat(reader.complaints()).isEmpty();
  }

  @Test
  void whoLeftWhileRedisWasAwayLeavesThenAndWhoCouldNotEnterIsNotThere() {
    RealNode here = node("a", LeaseTimes.DEFAULT);
    RealNode there = node("b", LeaseTimes.DEFAULT);
    here.enters("alice", "s1");
    here.enters("bob", "s2");
    FeedReader reader = there.listens();
    join(here.presence.connected(Users.named("alice"), "s1", 0));

    server.pause();
    assertThatThrownBy(() -> here.leaves("alice", "s1")).hasCauseInstanceOf(Refusal.class);
    assertThatThrownBy(() -> here.enters("carol", "s3")).hasCauseInstanceOf(Refusal.class);
    assertThatThrownBy(() -> join(here.presence.disconnected(Users.named("alice"), "s1")))
        .hasCauseInstanceOf(Refusal.class);
    server.goOn();

    await().until(() -> reader.members().equals(Optional.of(Set.of("bob"))));
    await().until(() -> join(here.presence.sessionsOf("alice")) == 0);
    here.leaves("bob", "s2");
    await().until(() -> here.store.size() == 0);
    assertThat(reader.complaints()).isEmpty();
    assertThat(here.membership.lease().losses()).isZero();
  }

  @Test
  void whoConnectsWhileRedisIsAwayIsCountedOnceItIsBack() {
    RealNode here = node("a", LeaseTimes.DEFAULT);
    RealNode there = node("b", LeaseTimes.DEFAULT);
    join(there.presence.connected(Users.named("alice"), "s0", 1));

    server.pause();
    for (String session : List.of("s1", "s2")) {
      assertThatThrownBy(() -> join(here.presence.connected(Users.named("alice"), session, 1)))
          .hasCause(new Refusal(RefusalCode.UNAVAILABLE));
    }
    assertThatThrownBy(() -> join(here.presence.disconnected(Users.named("alice"), "s2")))
        .hasCauseInstanceOf(Refusal.class);
    server.goOn();

    await().until(() -> join(there.presence.sessionsOf("alice")) == 2);
    assertThatThrownBy(() -> join(there.presence.connected(Users.named("alice"), "s3", 2)))
        .hasCause(new Refusal(RefusalCode.TOO_MANY_CONNECTIONS));
    join(here.presence.disconnected(Users.named("alice"), "s1"));
    join(there.presence.disconnected(Users.named("alice"), "s0"));
    assertThat(join(there.presence.sessionsOf("alice"))).isZero();
    await().until(() -> here.store.size() + there.store.size() == 0);
  }

  @Test
  void probesRunEveryScriptAndLeaveNothing() {
    try (Redis redis = Redis.connect(server.settings())) {
      await().until(redis::isConnected);
      join(redis.probe(Membership.probes(RealNode.KEYS)));
      join(redis.probe(RedisPresenceStore.probes(RealNode.KEYS)));
      assertThat(server.cli("KEYS", "*")).isEmpty();

      server.cli("ACL", "SETUSER", "default", "-hscan", "-zrange");
      assertThatThrownBy(() -> join(redis.probe(Membership.probes(RealNode.KEYS))))
          .hasMessageContaining("may not do this");
    }
  }

  @Test
  void keyOfAnotherTypeOrFormatHurtsNobodyElse() {
    RealNode here = node("a", LeaseTimes.DEFAULT);
    server.cli("SET", "test:{rooms.type}:members", "text");
    server.cli("HSET", "test:{rooms.format}:members", "alice", "text");
    server.cli("SET", "test:{user~alice}:sessions", "text");
    for (String room : List.of("type", "format")) {
      ChannelName channel = new ChannelName("rooms", room);
      assertThatThrownBy(
              () -> join(here.presence.enter(channel, Users.named("alice"), "s1", "sub-1")))
          .hasCauseInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> join(here.presence.sessionsOf("alice")))
        .hasCauseInstanceOf(Refusal.class);

    here.enters("alice", "s1");
    assertThat(here.listens().members()).contains(Set.of("alice"));
    server.cli("FLUSHALL");
  }

  private List<RealNode> threeWithTwoUsersEach() {
    List<RealNode> all = List.of(node("a", QUICK), node("b", QUICK), node("c", QUICK));
    for (RealNode each : all) {
      each.enters("first-of-" + each.name(), "s1");
      each.enters("second-of-" + each.name(), "s2");
    }
    return all;
  }

  private void nobodyIsLeftOnceAllAreGone(List<RealNode> all) {
    all.forEach(RealNode::close);
    assertThat(server.cli("KEYS", "*")).isEmpty();
    assertThat(all).allMatch(each -> each.membership.sweeper().swept() == 0);
  }

  private RealNode node(String id, LeaseTimes times) {
    RealNode node = new RealNode(server.settings(), broker, id, times, PresenceLog.NONE);
    nodes.add(node);
    return node;
  }

  private Set<String> leases() {
    return server
        .cli("ZRANGE", "test:{nodes}:leases", "0", "-1")
        .lines()
        .collect(Collectors.toSet());
  }

  private static Set<String> names(List<RealNode> nodes) {
    return nodes.stream().map(RealNode::name).collect(Collectors.toSet());
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
