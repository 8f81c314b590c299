package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.ChannelName;
import dev.parley.redis.Redis;
import dev.parley.redis.kit.RedisServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pub/sub of Redis cut, restarted, frozen, and used by others. */
class RedisOutageIT {

  private static final ChannelName LOBBY = Parcels.LOBBY;

  private final RedisServer redis = RedisServer.start();
  private final RedisNodes nodes = new RedisNodes(redis.settings());
  private final RedisBroker here = nodes.of("here");
  private final RedisBroker there = nodes.of("there");
  private final Listener hears = new Listener();

  @BeforeEach
  void startTwoNodes() {
    assertThat(here.start("here", new Listener())).succeedsWithin(Listener.PATIENCE);
    assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);
  }

  @AfterEach
  void stop() {
    nodes.close();
    redis.close();
  }

  @Test
  void aCutSubscriptionIsToldOnceItIsBack() {
    assertThat(redis.cli("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo("2");

    await().atMost(Listener.PATIENCE).until(() -> hears.interruptions() == 1);
    assertThat(there.isConnected()).isTrue();
    send(1);
    hears.awaits(LOBBY, 1);
  }

  @Test
  void aRestartIsSurvivedAndTold() {
    redis.kill();
    await().atMost(Listener.PATIENCE).until(() -> !there.isConnected());
    redis.restart();

    await().atMost(Listener.PATIENCE).until(() -> hears.interruptions() > 0);
    await()
        .atMost(Listener.PATIENCE)
        .untilAsserted(
            () -> {
              send(System.nanoTime());
              assertThat(hears.heard()).isPositive();
            });
  }

  @Test
  void aFrozenRedisHoldsNobodyUpAndCostsLimitedMemory() {
    redis.pause();
    for (int i = 1; i <= 5000; i++) {
      here.send(Set.of("there"), LOBBY, List.of(Parcels.entry(i, new byte[20_000])));
    }

    assertThat(here.losses().count(Loss.AWAY)).isGreaterThan(1000);
    redis.goOn();
    await().atMost(Listener.PATIENCE).until(() -> there.isConnected());
    await()
        .atMost(Listener.PATIENCE)
        .until(
            () -> {
              send(1_000_000 + hears.heard());
              return redis.cli("PUBSUB", "NUMSUB", "test:to:there").endsWith("1")
                  && hears.heard() > 0;
            });
  }

  @Test
  void whatOthersPublishIsCountedAndHurtsNobody() {
    byte[] other = new Envelope("other").seal(List.of(Parcels.numbered(1)));
    byte[] newer = new Envelope("test").seal(List.of(Parcels.numbered(1)));
    newer[4] = 9;
    try (Redis stranger = Redis.connect(redis.settings())) {
      await().atMost(Listener.PATIENCE).until(stranger::isConnected);
      for (byte[] message :
          List.of(bytes("garbage"), bytes("PR"), new byte[Envelope.LARGEST + 1], other, newer)) {
        assertThat(stranger.publish("test:to:there", message)).succeedsWithin(Listener.PATIENCE);
      }
    }
    send(1);

    hears.awaits(LOBBY, 1);
    assertThat(there.losses().count(Loss.GARBAGE)).isEqualTo(1);
    assertThat(there.losses().count(Loss.TRUNCATED)).isEqualTo(1);
    assertThat(there.losses().count(Loss.OVERSIZED)).isEqualTo(1);
    assertThat(there.losses().count(Loss.FOREIGN)).isEqualTo(1);
    assertThat(there.losses().count(Loss.VERSION)).isEqualTo(1);
    assertThat(hears.heard()).isEqualTo(1);
    assertThat(hears.interruptions()).isZero();
  }

  @Test
  void keepsTheOrderUnderLoad() {
    for (int i = 1; i <= 50_000; i++) {
      send(i);
    }

    hears.awaits(LOBBY, 50_000);
    assertThat(hears.heard()).isEqualTo(50_000);
    assertThat(hears.disorder()).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void send(long number) {
    here.send(Set.of("there"), LOBBY, List.of(Parcels.numbered(number).entry()));
  }
}
