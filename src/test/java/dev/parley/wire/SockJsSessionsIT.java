package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.presence.Presence;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import dev.parley.wire.kit.Wire;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What becomes of SockJS sessions whose clients vanish, sleep, or are too slow. */
@Timeout(90)
class SockJsSessionsIT {

  private static final int SEND_BUFFER = 256 * 1024;

  private static RunningParley node;
  private static Target target;

  @BeforeAll
  static void start() {
    node =
        RunningParley.with(
            "--parley.limits.send-buffer=256KB",
            "--parley.limits.connect-timeout=1s",
            "--parley.heart-beat.send=500ms",
            "--parley.heart-beat.receive=500ms");
    target = node.asTarget();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void nothingIsLeftOfAClientThatVanished(Transport transport) {
    try (StompClient client = StompClient.on(transport.open(target.at(Door.SPRING)))) {
      client.connect(target.tokens().of("vanishing"), "heart-beat:0,500");
      client.subscribe("room", "/topic/rooms.abandoned-" + transport);
      assertThat(sessions().ofUser("vanishing")).hasSize(1);

      client.wire().cut();
      awaitNobody();
      assertThat(node.bean(Presence.class).sessionsOf("vanishing").toCompletableFuture())
          .isCompletedWithValue(0);
    }
  }

  @Test
  void aClientThatVanishedIsMissedEvenWithoutHeartBeatsOfStomp() {
    try (StompClient client =
        StompClient.on(Transport.XHR_STREAMING.open(target.at(Door.SPRING)))) {
      client.connect(target.tokens().of("vanishing"), "heart-beat:0,0");
      client.wire().cut();
      awaitNobody();
    }
  }

  private static void awaitNobody() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(sessions().ofUser("vanishing")).isEmpty();
              assertThat(sessions().count()).isZero();
            });
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void aClientThatDoesNotConnectIsToldSo(Transport transport) {
    try (StompClient client = StompClient.on(transport.open(target.at(Door.SPRING)))) {
      client.expectError("connect-timeout", 4401);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void heartBeatsComeAndTheirAbsenceEndsTheSession(Transport transport) {
    try (StompClient client = StompClient.on(transport.open(target.at(Door.SPRING)))) {
      client.connect(target.tokens().of("silent"), "heart-beat:500,500");
      client.awaitHeartBeat();
      client.awaitHeartBeat();
      client.expectError("idle", 4408);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void whoReadsTooSlowlyIsEndedAndCostsNoMoreThanTheSendBuffer(Transport transport) {
    String text = "x".repeat(60_000);
    Wire wire = transport.open(target.at(Door.SPRING), Handshake.bare().receiveBuffer(4096));
    try (StompClient slow = StompClient.on(wire);
        Cast others = new Cast(target, Door.SPRING, Transport.WEBSOCKET)) {
      slow.connect(target.tokens().of("slow"));
      String room = others.room("rooms.lobby");
      slow.subscribe("room", "/topic/" + room);
      Person quick = others.person("quick");
      quick.joins(room);
      Session session = sessions().ofUser("slow").getFirst();

      wire.stopReading();
      int said = 0;
      while (session.isOpen() && said < 500) {
        quick.says(room, text);
        assertThat(session.waitingBytes()).isLessThanOrEqualTo(SEND_BUFFER);
        said++;
      }
      wire.resumeReading();
      slow.expectError("slow-consumer", 1013);
      for (int i = 0; i < said; i++) {
        quick.hears(text);
      }
    }
  }

  @Test
  void everySessionIsToldThatTheServiceRestarts() {
    RunningParley restarting = RunningParley.with();
    Target doomed = restarting.asTarget();
    Map<Transport, StompClient> clients = new EnumMap<>(Transport.class);
    for (Transport transport : Transport.values()) {
      StompClient client = StompClient.on(transport.open(doomed.at(Door.SPRING)));
      client.connect(doomed.tokens().of("user"));
      clients.put(transport, client);
    }

    long begun = System.nanoTime();
    restarting.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    clients.values().forEach(client -> client.expectError("restarting", 1012));
  }

  private static Sessions sessions() {
    return node.bean(Sessions.class);
  }
}
