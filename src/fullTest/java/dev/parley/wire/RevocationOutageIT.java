package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.ArtemisServer;
import dev.parley.broker.RelayBroker;
import dev.parley.identity.Revocations;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Backend;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who was revoked stays out, whatever becomes of the broker, of Redis's memory and of the nodes.
 */
@Timeout(180)
class RevocationOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Nodes compare what they know with Redis every 30 s. */
  private static final Duration COMPARED = Duration.ofSeconds(45);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final RedisServer redis = opened(RedisServer.start());
  private final ArtemisServer artemis = opened(ArtemisServer.started());
  private final RunningParley east = opened(node("east"));
  private final RunningParley west = opened(node("west"));

  private RunningParley node(String id) {
    return RunningParley.with(
        "--parley.node-id=" + id,
        "--parley.store.type=redis",
        "--parley.broker.type=relay",
        "--parley.relay.port=" + artemis.port(),
        "--parley.relay.login=parley",
        "--parley.relay.passcode=" + ArtemisServer.PASSCODE,
        "--spring.data.redis.port=" + redis.port());
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.addFirst(resource);
    return resource;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private StompClient client(RunningParley node) {
    Target target = node.asTarget();
    return opened(
        StompClient.on(Transport.WEBSOCKET.open(target.at(Door.FAST), Handshake.stomp())));
  }

  private StompClient alice(RunningParley node) {
    StompClient client = client(node);
    assertThat(client.connect(node.asTarget().tokens().of("alice")).command())
        .isEqualTo("CONNECTED");
    return client;
  }

  private void isKeptOut(RunningParley node) {
    StompFrame error = client(node).connect(node.asTarget().tokens().of("alice"));
    assertThat(error.value("code")).isEqualTo("token-revoked");
  }

  private void connections(int expected) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                east.bean(RelayBroker.class).connected() == expected
                    && west.bean(RelayBroker.class).connected() == expected);
  }

  @Test
  void everyNodeEndsAndRefusesAlsoWhileTheBrokerIsAway() {
    connections(2);
    StompClient here = alice(east);
    StompClient there = alice(west);
    artemis.stop();
    connections(0);

    new Backend(east.asTarget()).revokesUser("alice", 600);

    here.expectError("token-revoked", 4401);
    isKeptOut(east);
    there.patience(COMPARED).expectError("token-revoked", 4401);
    isKeptOut(west);
  }

  @Test
  void aNodeThatStartsLaterAndOneThatStartsAgainKnowIt() {
    connections(2);
    new Backend(east.asTarget()).revokesUser("alice", 600);

    RunningParley south = opened(node("south"));
    await().atMost(PATIENCE).until(() -> south.bean(Revocations.class).size() == 1);
    isKeptOut(south);
    south.close();
    RunningParley again = opened(node("south"));
    await().atMost(PATIENCE).until(() -> again.bean(Revocations.class).size() == 1);
    isKeptOut(again);
  }

  @Test
  void whatRedisLosesTheNodesWriteBack() {
    connections(2);
    new Backend(east.asTarget()).revokesUser("alice", 600);
    await().atMost(PATIENCE).until(() -> west.bean(Revocations.class).size() == 1);

    redis.cli("FLUSHALL");
    await()
        .atMost(COMPARED)
        .until(() -> redis.cli("ZCARD", "parley:{revocations}:revocations").equals("1"));

    // Kept in memory only: a restart is another flush, at which the nodes reconnect.
    redis.restart();
    await()
        .atMost(PATIENCE)
        .until(() -> redis.cli("ZCARD", "parley:{revocations}:revocations").equals("1"));
    isKeptOut(east);
    isKeptOut(west);
  }

  @Test
  void withoutRedisItIsRefusedAndMayBeRepeated() {
    connections(2);
    Backend backend = new Backend(east.asTarget());
    redis.pause();
    var answer =
        backend.asks(
            "POST",
            "/api/v1/revocations",
            "{\"sub\":\"alice\",\"until\":\"2035-01-01T00:00:00Z\"}",
            "Authorization",
            "Bearer " + backend.token());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"code\":\"unavailable\"");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    redis.goOn();

    await()
        .atMost(PATIENCE)
        .ignoreException(AssertionError.class)
        .until(
            () -> {
              backend.revokesUser("alice", 600);
              return true;
            });
    isKeptOut(east);
    await().atMost(PATIENCE).untilAsserted(() -> isKeptOut(west));
  }
}
