package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.chaos.Cable;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that ends while Redis is slow: what it has read is kept, and who sent it knows. */
@Timeout(120)
class DrainRedisIT {

  private static final int SENDS = 50;

  /** For each read, so that a publish takes twice as long. */
  private static final int DELAY_MILLIS = 300;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private RunningParley node(String id, int redisPort) {
    return opened(
        RunningParley.with(
            "--parley.node-id=" + id,
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--spring.data.redis.port=" + redisPort));
  }

  private RawWebSocket socket(RunningParley node, Door door) {
    return opened(
        RawWebSocket.open(Transport.endpoint(node.asTarget().at(door)), Handshake.stomp()));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasReadIsLoggedAndAnsweredBeforeTheEnd(Door door) {
    RedisServer redis = opened(RedisServer.start());
    Cable cable = opened(new Cable(redis::port));
    RunningParley east = node("east", cable.port());
    RunningParley west = node("west", redis.port());
    RawWebSocket socket = socket(east, door);
    StompClient alice = StompClient.on(socket);
    alice.connect(east.asTarget().tokens().of("alice"));
    alice.publish("/topic/rooms.lobby", "first");

    cable.delay(DELAY_MILLIS);
    List<String> texts = IntStream.range(0, SENDS).mapToObj(i -> "text-" + i).toList();
    List<String> receipts =
        texts.stream()
            .map(text -> alice.sendFrame("/topic/rooms.lobby", bytes(text)))
            .map(alice::sendWithReceipt)
            .toList();
    // It is answered in its turn: then all before it has been read, and hardly any was logged.
    socket.ping(bytes("read?"));
    assertThat(socket.pong()).isEqualTo(bytes("read?"));
    assertThat(alice.received().stream().filter(DrainRedisIT::isReceipt)).hasSize(1);
    CompletableFuture<Void> end = CompletableFuture.runAsync(east::close);

    alice.expectError("restarting", 1012);
    List<String> answered =
        alice.received().stream()
            .filter(DrainRedisIT::isReceipt)
            .map(frame -> frame.value("receipt-id"))
            .toList();
    assertThat(answered.subList(1, answered.size())).isEqualTo(receipts);
    end.join();
    assertThat(heardAt(west)).startsWith("first").endsWith(texts.toArray(String[]::new));
  }

  private List<String> heardAt(RunningParley node) {
    StompClient bob = StompClient.on(socket(node, Door.SPRING));
    bob.connect(node.asTarget().tokens().of("bob"));
    bob.subscribe("1", "/topic/rooms.lobby", "since:last:100");
    return bob.nextTexts("1", SENDS + 1);
  }

  private static boolean isReceipt(StompFrame frame) {
    return frame.command().equals("RECEIPT");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
