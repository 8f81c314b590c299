package dev.parley.presence;

import static dev.parley.presence.RealNode.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.LocalBroker;
import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replica takes the place of a primary that has a channel, but not the leases. */
class RedisFailoverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MEMBERS = "test:{rooms.lobby}:members";

  @Test
  void everybodyRegistersAnewWhenAnotherPrimaryHasTheChannel() {
    try (RedisCluster cluster = RedisCluster.start(1)) {
      LocalBroker broker = new LocalBroker();
      RealNode one = new RealNode(cluster.settings(), broker, "a", QUICK, PresenceLog.NONE);
      RealNode two = new RealNode(cluster.settings(), broker, "b", QUICK, PresenceLog.NONE);
      one.enters("alice", "s1");
      two.enters("bob", "s2");
      FeedReader reader = one.listens();
      List<String> before = List.of(one.name(), two.name());

      RedisServer doomed = cluster.primaryOf(MEMBERS);
      assertThat(doomed.address()).isNotEqualTo(cluster.primaryOf("test:{nodes}:leases").address());
      // A replica that has not been brought up to date yet takes nobody's place.
      await().atMost(PATIENCE).until(() -> doomed.info("slave0").contains("state=online"));
      doomed.kill();
      await()
          .atMost(PATIENCE)
          .until(() -> !one.name().equals(before.get(0)) && !two.name().equals(before.get(1)));
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                one.enters("carol", "s3");
                return reader.total() == 3;
              });
      assertThat(reader.complaints()).isEmpty();
      one.close();
      two.close();
      assertThat(cluster.servers())
          .filteredOn(each -> each != doomed)
          .flatExtracting(each -> each.cli("KEYS", "*").lines().toList())
          .allMatch(key -> key.endsWith(":mark"));
    }
  }

  /** The replica has missed that the last one left. */
  @Test
  void whoLeftIsNotThereAgainForEverBecauseAReplicaDoesNotKnowIt() {
    try (RedisCluster cluster = RedisCluster.start(1)) {
      LocalBroker broker = new LocalBroker();
      RealNode one = new RealNode(cluster.settings(), broker, "a", QUICK, PresenceLog.NONE);
      RealNode two = new RealNode(cluster.settings(), broker, "b", QUICK, PresenceLog.NONE);
      one.enters("alice", "s1");
      FeedReader reader = two.listens();
      assertThat(reader.total()).isOne();
      RedisServer doomed = cluster.primaryOf(MEMBERS);
      await().atMost(PATIENCE).until(() -> doomed.info("slave0").contains("state=online"));
      RedisServer replica = cluster.replicaOf(doomed);
      await().atMost(PATIENCE).until(() -> !replica.cli("KEYS", MEMBERS).isEmpty());

      replica.pause();
      doomed.cli("CLIENT", "KILL", "TYPE", "replica");
      one.leaves("alice", "s1");
      await().atMost(PATIENCE).until(() -> reader.total() == 0);
      doomed.kill();
      replica.goOn();
      assertThat(replica.cli("KEYS", MEMBERS)).isEqualTo(MEMBERS);

      await().atMost(PATIENCE).until(() -> replica.info("role").equals("master"));
      await().atMost(PATIENCE).until(() -> replica.cli("EXISTS", MEMBERS).equals("0"));
      await().atMost(PATIENCE).until(() -> reader.total() == 0);
      assertThat(reader.complaints()).isEmpty();
      one.dies();
      two.dies();
    }
  }
}
