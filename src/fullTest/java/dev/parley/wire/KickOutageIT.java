package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.ArtemisServer;
import dev.parley.broker.RelayBroker;
import dev.parley.order.Order;
import dev.parley.order.Orders;
import dev.parley.protocol.Refusal;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A kick is given while what carries it is away. */
@Timeout(180)
class KickOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For whom nothing but the log is left. */
  private static final Duration REPAIR = Duration.ofSeconds(10);

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

  private StompClient alice(RunningParley node) {
    Target target = node.asTarget();
    StompClient client =
        opened(StompClient.on(Transport.WEBSOCKET.open(target.at(Door.SPRING), Handshake.stomp())));
    assertThat(client.connect(target.tokens().of("alice")).command()).isEqualTo("CONNECTED");
    return client;
  }

  private CompletableFuture<Void> kick() {
    return east.bean(Orders.class).give(new Order.Kick("alice")).toCompletableFuture();
  }

  private void connections(int expected) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                east.bean(RelayBroker.class).connected() == expected
                    && west.bean(RelayBroker.class).connected() == expected);
  }

  private long obeyed(RunningParley node) {
    return node.bean(Orders.class).tally().obeyed.sum();
  }

  @Test
  void brokerThatIsAwayDelaysIt() {
    connections(2);
    StompClient here = alice(east);
    StompClient there = alice(west);
    artemis.stop();
    connections(0);

    assertThat(kick()).succeedsWithin(Duration.ofSeconds(5));
    here.expectError("kicked", 4403);
    artemis.start();
    connections(2);
    await().atMost(REPAIR).until(() -> obeyed(west) == 1);
    there.expectError("kicked", 4403);

    StompClient again = alice(west);
    assertThat(kick()).succeedsWithin(Duration.ofSeconds(5));
    again.expectError("kicked", 4403);
    // A client may hear of it before it is counted.
    await().atMost(REPAIR).until(() -> obeyed(east) == 2 && obeyed(west) == 2);
  }

  @Test
  void storeThatIsAwayRefusesItAndTheNextOneIsObeyed() {
    connections(2);
    StompClient there = alice(west);
    redis.pause();
    assertThat(kick())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(Refusal.class);
    // Of this one is not known whether it is logged, and nobody is kept out meanwhile.
    StompClient late = alice(west);
    redis.goOn();

    await().atMost(PATIENCE).ignoreExceptions().until(() -> kick().join() == null);
    there.expectError("kicked", 4403);
    late.expectError("kicked", 4403);
  }
}
