package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What an orchestrator is told while Redis and RabbitMQ are away: a node is alive whatever becomes
 * of them, and ready from the first contact on. With the probes on the port of the clients, and on
 * one of their own.
 */
@Timeout(180)
class HealthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RunningParley node(RedisServer redis, RabbitServer rabbit, String... more) {
    String[] usual = {
      "--parley.store.type=redis",
      "--parley.broker.type=relay",
      "--parley.relay.port=" + rabbit.port(),
      "--parley.relay.login=parley",
      "--parley.relay.passcode=" + RabbitServer.PASSCODE,
      "--spring.data.redis.port=" + redis.port()
    };
    return RunningParley.with(Stream.of(usual, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void aNodeIsAliveWhateverIsAwayAndReadyFromTheFirstContactOn() {
    try (RedisServer redis = RedisServer.start();
        RabbitServer rabbit = RabbitServer.started()) {
      redis.kill();
      rabbit.kill();
      try (RunningParley east = node(redis, rabbit, "--parley.node-id=east");
          RunningParley west =
              node(redis, rabbit, "--parley.node-id=west", "--management.server.port=0")) {
        List<Probes> all =
            List.of(new Probes(east.forOperators()), new Probes(west.forOperators()));
        assertThat(all).allSatisfy(probes -> areIn(probes, 200, 503));

        redis.restart();
        rabbit.start();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(all).allSatisfy(probes -> areIn(probes, 200, 200)));

        redis.pause();
        rabbit.pause();
        // Until a client is refused, the node may not have noticed.
        refuses(east);
        assertThat(all).allSatisfy(probes -> areIn(probes, 200, 200));
        redis.goOn();
        rabbit.resume();

        redis.kill();
        rabbit.kill();
        refuses(west);
        assertThat(all).allSatisfy(probes -> areIn(probes, 200, 200));
      }
    }
  }

  /** Nobody waits for what is away: that would take longer than {@link Probes} wait. */
  private static void areIn(Probes probes, int liveness, int readiness) {
    assertThat(probes.liveness()).as("liveness").isEqualTo(liveness);
    assertThat(probes.readiness()).as("readiness").isEqualTo(readiness);
  }

  private static void refuses(RunningParley node) {
    try (StompClient client =
        StompClient.on(Transport.WEBSOCKET.open(node.asTarget().at(Door.SPRING)))) {
      client.patience(PATIENCE);
      client.connect(node.asTarget().tokens().of("alice"));
      client.sendWithReceipt(client.sendFrame("/topic/rooms.lobby", new byte[1]));
      client.expectError("unavailable", 1013);
    }
  }
}
