package dev.parley.store;

import static dev.parley.store.TestLog.answer;
import static dev.parley.store.TestLog.bodies;
import static dev.parley.store.TestLog.publication;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Appended;
import dev.parley.channel.Joined;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisSentinel;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another primary takes over, which has seen all of it or less. */
class RedisStoreFailoverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void numbersThatTheReplicaMissedAreUsedAgainInAnotherEpoch() {
    try (RedisServer primary = RedisServer.start();
        RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", "" + primary.port());
        Stores node = Stores.connect(primary.settings()).awaitConnected()) {
      TestLog log = node.log();
      Appended known = log.appendOnce("alice k1", "a");
      log.appendTogether("b", "c");
      TestLog unheard = node.log();
      MessageId beginning = unheard.join("here", new Since.Now()).end();
      awaitSame(primary, replica);
      replica.cli("REPLICAOF", "127.0.0.1", "1");
      MessageId missed = log.appendOnce("alice k2", "d").id();
      MessageId lost = log.append("e").id();
      unheard.append("lost");

      takeOver(primary, replica);
      node.awaitServes(log);
      assertThat(log.append("x").id().number()).isEqualTo(4);
      MessageId end = log.append("y").id();
      assertThat(end.number()).isEqualTo(5);
      assertThat(end.epoch()).isNotEqualTo(lost.epoch());

      assertThat(log.lookAfter(lost.at(2))).isEqualTo(new Joined(end, 2, true));
      assertThat(log.lookAfter(lost.at(3))).isEqualTo(new Joined(end, 3, true));
      assertThat(log.lookAfter(missed)).isEqualTo(new Joined(end, 3, false));
      assertThat(log.lookAfter(lost)).isEqualTo(new Joined(end, 3, false));
      assertThat(bodies(log.after(0, 10))).containsExactly("a", "b", "c", "x", "y");
      assertThat(bodies(log.before(lost.at(3), 10))).containsExactly("a", "b");
      assertThat(log.before(lost, 10).entries()).isEmpty();

      assertThat(log.appendOnce("alice k1", "a").id()).isEqualTo(known.id());
      assertThat(log.appendOnce("alice k2", "d").id()).isEqualTo(end.at(6));
      assertThat(unheard.lookAfter(beginning).recovered()).isFalse();
    }
  }

  /** Whose channels nobody used meanwhile, so that nothing of it stands in them. */
  @Test
  void lossIsNoticedOnceThePrimaryThatLostIsAloneAgain() {
    String[] quickly = {"--repl-backlog-ttl", "1", "--repl-diskless-sync-delay", "0"};
    try (RedisServer primary = RedisServer.start(quickly);
        RedisServer replica = RedisServer.start(quickly);
        Stores node = Stores.connect(primary.settings()).awaitConnected()) {
      MessageId known = node.log("quiet").appendTogether("a", "b").getLast().id();
      follow(replica, primary);
      replica.cli("REPLICAOF", "127.0.0.1", "1");
      awaitAlone(primary);
      MessageId lost = node.log("quiet").append("lost").id();
      assertThat(lost).isEqualTo(known.at(3));

      replica.cli("REPLICAOF", "NO", "ONE");
      follow(primary, replica);
      primary.cli("REPLICAOF", "NO", "ONE");
      replica.kill();
      awaitAlone(primary);

      try (Stores late = Stores.connect(primary.settings()).awaitConnected()) {
        TestLog log = late.log("quiet");
        MessageId next = log.append("c").id();
        assertThat(next.number()).isEqualTo(3);
        assertThat(next.epoch()).isNotEqualTo(lost.epoch());
        assertThat(log.lookAfter(lost).recovered()).isFalse();
        assertThat(log.lookAfter(known)).isEqualTo(new Joined(next, 2, true));
      }
    }
  }

  @Test
  void sentinelsChoiceIsFollowedAndOldPlacesAreKnown() {
    try (RedisSentinel servers = RedisSentinel.start();
        Stores node = Stores.connect(servers.settings()).awaitConnected()) {
      TestLog log = node.log();
      MessageId end = log.appendTogether("a", "b").getLast().id();
      awaitSame(servers.first(), servers.second());
      servers.first().kill();
      assertThat(node.refuses(log, "lost")).isTrue();

      servers.awaitFailover();
      node.awaitServes(log);
      MessageId next = log.append("c").id();
      assertThat(next.number()).isEqualTo(3);
      assertThat(log.lookAfter(end)).isEqualTo(new Joined(next, 2, true));
    }
  }

  @Test
  void clusterGoesOnWithTheReplicaAndOtherChannelsDoNotNotice() {
    try (RedisCluster servers = RedisCluster.start(1);
        Stores node = Stores.connect(servers.settings()).awaitConnected()) {
      TestLog log = node.log("hit");
      RedisServer primary = servers.primaryOf("parley:{rooms.hit}:meta");
      TestLog other = elsewhere(servers, node, primary);
      MessageId end = log.appendTogether("a", "b").getLast().id();
      MessageId others = other.append("x").id();
      await().atMost(PATIENCE).until(() -> primary.cli("WAIT", "1", "1000").equals("1"));
      primary.kill();
      assertThat(node.refuses(log, "lost")).isTrue();
      assertThat(other.append("y").id()).isEqualTo(others.at(2));

      node.awaitServes(log);
      MessageId next = log.append("c").id();
      assertThat(next.number()).isEqualTo(3);
      assertThat(next.epoch()).isNotEqualTo(end.epoch());
      assertThat(log.lookAfter(end)).isEqualTo(new Joined(next, 2, true));
      assertThat(other.append("z").id()).isEqualTo(others.at(3));
    }
  }

  @Test
  void slotThatMovesTakesItsChannelsAlong() {
    try (RedisCluster servers = RedisCluster.start(0);
        Stores node = Stores.connect(servers.settings()).awaitConnected()) {
      TestLog log = node.log("moved");
      MessageId end = log.appendTogether("a", "b").getLast().id();
      RedisServer from = servers.primaryOf("parley:{rooms.moved}:meta");
      RedisServer to =
          servers.servers().stream().filter(each -> !each.equals(from)).findFirst().orElseThrow();
      servers.beginMove("parley:{rooms.moved}:meta", from, to);
      var under = node.store().append(log.name(), log.retention(), List.of(publication("c")));
      servers.endMove("parley:{rooms.moved}:meta", from, to);
      MessageId next = answer(under).getFirst().id();
      assertThat(next.number()).isEqualTo(3);
      MessageId last = log.append("d").id();
      assertThat(last).isEqualTo(next.at(4));

      assertThat(log.lookAfter(end)).isEqualTo(new Joined(last, 2, true));
      assertThat(bodies(log.after(0, 10))).containsExactly("a", "b", "c", "d");
    }
  }

  private static TestLog elsewhere(RedisCluster servers, Stores node, RedisServer primary) {
    for (int i = 0; ; i++) {
      String name = "other-" + i;
      if (!servers.primaryOf("parley:{rooms." + name + "}:meta").equals(primary)) {
        return node.log(name);
      }
    }
  }

  private static void follow(RedisServer replica, RedisServer primary) {
    replica.cli("REPLICAOF", "127.0.0.1", "" + primary.port());
    await().atMost(PATIENCE).until(() -> replica.info("slave_repl_offset").length() > 0);
    awaitSame(primary, replica);
  }

  /** Until the server has had no replica for so long that it no longer knows of any. */
  private static void awaitAlone(RedisServer server) {
    await().atMost(PATIENCE).until(() -> server.info("repl_backlog_active").equals("0"));
    assertThat(server.info("master_replid2")).matches("0+");
  }

  private static void awaitSame(RedisServer primary, RedisServer replica) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                replica.info("master_link_status").equals("up")
                    && replica
                        .info("slave_repl_offset")
                        .equals(primary.info("master_repl_offset")));
  }

  /** What a failover does, at the primary's own address. */
  private static void takeOver(RedisServer primary, RedisServer replica) {
    primary.kill();
    assertThat(replica.cli("REPLICAOF", "NO", "ONE")).isEqualTo("OK");
    assertThat(replica.cli("CONFIG", "SET", "port", "" + primary.port())).isEqualTo("OK");
  }
}
