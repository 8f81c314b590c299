package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.limit.Capacity;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.StompVersion;
import dev.parley.wire.kit.Transport;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attacks that ask for very much of what is allowed once; afterwards nothing of them is left. */
@Timeout(180)
class HostileSceneIT {

  private static final int SUBSCRIBES = 50_000;
  private static final int STORM = 5_000;
  private static final int AT_ONCE = 50;

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.limits.connect-rate=0", "--parley.limits.connections-per-user=0");

  @EveryDoor
  void fiftyThousandSubscriptions(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient greedy = stage.opened(StompClient.on(socket));
    greedy.connect(stage.token());
    int before = stage.bean(Sessions.class).count();
    greedy.subscribe("errors", "/user/queue/errors");
    try {
      for (int i = 0; i < SUBSCRIBES; i++) {
        String room = "/topic/rooms.greedy-" + i;
        byte[] frame =
            StompFrame.of("SUBSCRIBE", "id:" + i, "destination:" + room).encode(StompVersion.V1_2);
        socket.send(new String(frame, UTF_8));
        if (i % 5_000 == 0) {
          others.talkOnAlone();
        }
      }
    } catch (UncheckedIOException ended) {
      // It had enough of us, as it should.
    }

    greedy.patience(Duration.ofSeconds(30)).next("ERROR");
    assertThat(greedy.expectClose(4429).reason()).isEqualTo("flooding");
    assertThat(greedy.received().stream().filter(f -> f.header("code").isPresent()))
        .extracting(f -> f.value("code"))
        .containsOnly("too-many-subscriptions", "rate-limited", "flooding");
    await().until(() -> stage.bean(Sessions.class).count() == before - 1);
    others.talkOnAlone();
  }

  @EveryDoor
  void fiveThousandComeAndAreGone(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    Sessions sessions = stage.bean(Sessions.class);
    int before = sessions.count();
    String token = stage.token();
    try (ExecutorService storm = Executors.newFixedThreadPool(AT_ONCE)) {
      IntStream.range(0, AT_ONCE)
          .forEach(
              i ->
                  storm.execute(
                      () -> {
                        for (int j = 0; j < STORM / AT_ONCE; j++) {
                          comesAndGoes(way, token, j);
                        }
                      }));
      for (int i = 0; i < 20; i++) {
        others.talkOnAlone();
      }
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sessions.count()).isEqualTo(before));
    assertThat(stage.bean(Capacity.class).taken()).isEqualTo(before);
    others.talkOnAlone();
  }

  /** At once after CONNECT, in the middle of it, or in order. */
  private static void comesAndGoes(Way way, String token, int time) {
    RawWebSocket socket = RawWebSocket.open(Transport.endpoint(stage.at(way)), Handshake.stomp());
    StompClient client = StompClient.on(socket);
    switch (time % 3) {
      case 0 -> {
        client.connect(token);
        client.close();
      }
      case 1 -> {
        client.connect(token);
        socket.reset();
      }
      default -> {
        socket.send("CONNECT\naccept-version:1.2\nhost:a\nAuthorization:Bearer " + token);
        socket.reset();
      }
    }
  }

  @EveryDoor
  void aHandshakeOfAnOldHttpIsAnsweredAndEnds(Way way) throws Exception {
    URI door = stage.at(way);
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      socket.setSoTimeout(10_000);
      List<String> request =
          List.of(
              "GET /ws HTTP/1.0",
              "Host: localhost",
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==",
              "\r\n");
      socket.getOutputStream().write(String.join("\r\n", request).getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .matches("(?s)HTTP/1.[01] 4(00|26) .*");
    }
  }
}
