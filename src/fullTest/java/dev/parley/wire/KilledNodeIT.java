package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.presence.Presence;
import dev.parley.redis.kit.RedisServer;
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

/** Sessions of a node that was killed make room for others. */
@Timeout(180)
class KilledNodeIT {

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final RedisServer redis = opened(RedisServer.start());
  private final RunningParley east =
      opened(RunningParley.with(settings("east").toArray(String[]::new)));
  private final ParleyProcess west = opened(ParleyProcess.start(processSettings()));

  private List<String> settings(String id) {
    return List.of(
        "--parley.node-id=" + id,
        "--parley.store.type=redis",
        "--parley.broker.type=redis",
        "--parley.limits.connections-per-user=2",
        "--spring.data.redis.port=" + redis.port());
  }

  private String[] processSettings() {
    List<String> all = new ArrayList<>(settings("west"));
    all.add("--server.port=0");
    all.add("--parley.auth.secret=" + ParleyProcess.SECRET);
    return all.toArray(String[]::new);
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

  private StompFrame connect(Target target) {
    StompClient client =
        opened(StompClient.on(Transport.WEBSOCKET.open(target.at(Door.SPRING), Handshake.stomp())));
    return client.connect(target.tokens().of("alice"));
  }

  @Test
  void sessionsOfAKilledNodeStopCountingWithinFifteenSeconds() {
    Presence presence = east.bean(Presence.class);
    assertThat(connect(west.target()).command()).isEqualTo("CONNECTED");
    assertThat(connect(west.target()).command()).isEqualTo("CONNECTED");
    // A node that has just started may not have reached the store when it let them in.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> presence.sessionsOf("alice").toCompletableFuture().join() == 2);
    assertThat(connect(east.asTarget()).value("code")).isEqualTo("too-many-connections");

    west.close();
    long killed = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> connect(east.asTarget()).command().equals("CONNECTED"));

    System.out.println(
        "From SIGKILL of a node to the first session in the place of its own: "
            + Duration.ofNanos(System.nanoTime() - killed).toMillis()
            + " ms");
    assertThat(connect(east.asTarget()).command()).isEqualTo("CONNECTED");
    assertThat(connect(east.asTarget()).value("code")).isEqualTo("too-many-connections");
  }
}
