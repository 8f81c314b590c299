package dev.parley.store;

import static dev.parley.store.TestLog.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Appended;
import dev.parley.channel.Joined;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.redis.kit.RedisServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever Redis loses, or may have lost, shows as a new epoch and never as a silent gap. */
class RedisStoreLossIT {

  private static final Since NOW = new Since.Now();

  private RedisServer server = RedisServer.start();
  private Stores node = Stores.connect(server.settings()).awaitConnected();

  @AfterEach
  void close() {
    node.close();
    server.close();
  }

  @Test
  void flushIsANewEpochForAllNodes() {
    TestLog log = node.log("flushed");
    MessageId seen = log.appendTogether("a", "b", "c").get(1).id();
    server.cli("FLUSHALL");

    try (Stores stranger = Stores.connect(server.settings()).awaitConnected()) {
      MessageId next = stranger.log("flushed").append("d").id();
      assertThat(next.number()).isEqualTo(1);
      assertThat(next.epoch()).isNotEqualTo(seen.epoch());
    }
    log.append("e");
    log.append("f");
    assertThat(log.lookAfter(seen)).isEqualTo(new Joined(log.newest(1).end(), 0, false));
    assertThat(bodies(log.after(0, 10))).containsExactly("d", "e", "f");
  }

  @Test
  void flushedChannelIsAnotherOneBeforeAnybodyPublishes() {
    TestLog log = node.log();
    MessageId seen = log.append("a").id();
    server.cli("FLUSHALL");

    Joined joined = log.lookAfter(seen);
    assertThat(joined.recovered()).isFalse();
    assertThat(joined.end().epoch()).isNotEqualTo(seen.epoch());
  }

  @Test
  void beginningNamedBeforeAFlushIsNoPlaceAfterIt() {
    TestLog log = node.log("named");
    MessageId beginning = log.join("here", NOW).end();
    server.cli("FLUSHALL");

    try (Stores stranger = Stores.connect(server.settings()).awaitConnected()) {
      TestLog theirs = stranger.log("named");
      assertThat(theirs.lookAfter(beginning).recovered()).isFalse();
      theirs.append("a");
      assertThat(theirs.lookAfter(beginning).recovered()).isFalse();
    }
  }

  @Test
  void channelRemovedByHandIsAnotherOneToWhoRemembersIt() {
    TestLog log = node.log("removed");
    MessageId seen = log.append("a").id();
    server.cli("DEL", "parley:{rooms.removed}:meta", "parley:{rooms.removed}:log");

    assertThat(log.append("b").id().number()).isEqualTo(1);
    assertThat(log.lookAfter(seen).recovered()).isFalse();
    assertThat(log.newest(1).end().epoch()).isNotEqualTo(seen.epoch());
  }

  @Test
  void logLostByItselfIsAGap() {
    TestLog log = node.log("torn");
    MessageId end = log.appendTogether("a", "b").getLast().id();
    server.cli("DEL", "parley:{rooms.torn}:log");

    assertThat(log.lookAfter(end.at(1))).isEqualTo(new Joined(end, 2, false));
    log.append("c");
    assertThat(log.lookAfter(end)).isEqualTo(new Joined(end.at(3), 2, true));
    assertThat(bodies(log.after(0, 10))).containsExactly("c");
  }

  @Test
  void restartWithoutPersistenceIsANewEpoch() {
    TestLog log = node.log();
    MessageId seen = log.appendTogether("a", "b").getFirst().id();
    server.restart();
    node.awaitServes(log);

    MessageId next = log.append("c").id();
    assertThat(next.number()).isEqualTo(1);
    assertThat(next.epoch()).isNotEqualTo(seen.epoch());
    assertThat(log.lookAfter(seen).recovered()).isFalse();
  }

  @Test
  void restartWithPersistenceIsANewEpochInWhichOldPlacesAreKnown() {
    replaceServer("--appendonly", "yes", "--appendfsync", "always");
    TestLog log = node.log();
    Appended first = log.appendOnce("alice k", "a");
    MessageId end = log.append("b").id();
    server.restart();
    node.awaitServes(log);

    assertThat(log.appendOnce("alice k", "again").id()).isEqualTo(first.id());
    MessageId next = log.append("c").id();
    assertThat(next.number()).isEqualTo(3);
    assertThat(next.epoch()).isNotEqualTo(end.epoch());
    assertThat(log.lookAfter(first.id())).isEqualTo(new Joined(next, 1, true));
    assertThat(log.lookAfter(end)).isEqualTo(new Joined(next, 2, true));
    assertThat(log.lookAfter(end.at(3))).isEqualTo(new Joined(next, 2, false));
    assertThat(bodies(log.before(end, 5))).containsExactly("a");
    assertThat(bodies(log.after(0, 5))).containsExactly("a", "b", "c");
  }

  @Test
  void everyNodeNamesTheSameNewEpochEvenIfItOnlyReads() {
    replaceServer("--appendonly", "yes", "--appendfsync", "always");
    TestLog log = node.log("read");
    MessageId end = log.append("a").id();
    server.restart();
    node.awaitServes(log);

    MessageId named = log.newest(1).end();
    assertThat(named.epoch()).isNotEqualTo(end.epoch());
    try (Stores other = Stores.connect(server.settings()).awaitConnected()) {
      assertThat(other.log("read").look(NOW).end()).isEqualTo(named);
    }
    assertThat(log.append("b").id()).isEqualTo(named.at(2));
  }

  @Test
  void atMostEightEarlierEpochsAreKnown() {
    TestLog log = node.log();
    MessageId first = log.append("a").id();
    MessageId second = turn(log);
    for (int i = 0; i < 7; i++) {
      turn(log);
    }
    assertThat(log.lookAfter(first).recovered()).isTrue();
    turn(log);
    assertThat(log.lookAfter(first).recovered()).isFalse();
    assertThat(log.lookAfter(second).recovered()).isTrue();
  }

  /** Another primary by name, with all the data. */
  private MessageId turn(TestLog log) {
    String before = server.info("master_replid");
    String epoch = log.newest(1).end().epoch();
    server.cli("REPLICAOF", "127.0.0.1", "1");
    server.cli("REPLICAOF", "NO", "ONE");
    assertThat(server.info("master_replid")).isNotEqualTo(before);
    await().until(() -> isTurned(log, epoch));
    return log.append("next").id();
  }

  /** The connection ends when it is found out, so that a read may be refused meanwhile. */
  private boolean isTurned(TestLog log, String epoch) {
    var read = node.store().readBefore(log.name(), log.retention(), Optional.empty(), 1);
    return !Stores.isUnavailable(read) && !TestLog.answer(read).end().epoch().equals(epoch);
  }

  private void replaceServer(String... options) {
    close();
    server = RedisServer.start(options);
    node = Stores.connect(server.settings()).awaitConnected();
  }
}
