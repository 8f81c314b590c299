package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who lives is kept and who does not is let go, whatever a client promised. */
@Timeout(60)
class HeartBeatIT {

  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension
  static final Stage stage =
      Stage.with(
          "--parley.heart-beat.send=500ms",
          "--parley.heart-beat.receive=500ms",
          "--parley.heart-beat.ping=1s");

  @EveryWay
  void whoAsksForHeartBeatsGetsThemAndWhoDoesNotGetsNone(Way way) {
    StompClient quiet = stage.client(way, "heart-beat:0,0");
    StompClient asking = stage.client(way, "heart-beat:0,100");

    for (int i = 0; i < 4; i++) {
      asking.awaitHeartBeat();
    }

    assertThat(quiet.wire().next(Duration.ZERO)).isEmpty();
  }

  @EveryWay
  void theOfferStandsInConnected(Way way) {
    StompFrame connected = stage.stranger(way).connect(stage.token());

    assertThat(connected.value("heart-beat")).isEqualTo("500,500");
  }

  @EveryDoor
  void whoBreaksThePromiseAndAnswersNoPingIsLetGo(Way way) {
    isPingedAndLetGo(way, "heart-beat:500,0");
  }

  @EveryDoor
  void whoPromisedNothingIsPingedAndLetGo(Way way) {
    isPingedAndLetGo(way, "heart-beat:0,0");
  }

  private static void isPingedAndLetGo(Way way, String heartBeat) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    socket.answerPings(false);
    StompClient client = stage.opened(StompClient.on(socket)).patience(LONG);
    client.connect(stage.token(), heartBeat);

    socket.pinged(LONG);

    StompFrame error = client.expectError("idle", 4408);
    assertThat(error.value("message")).isEqualTo("Heart-beats stopped arriving.");
  }

  @EveryDoor
  void whoBreaksThePromiseButAnswersPingsStays(Way way) {
    staysThroughPings(way, "heart-beat:500,0");
  }

  @EveryDoor
  void whoPromisedNothingButAnswersPingsStays(Way way) {
    staysThroughPings(way, "heart-beat:0,0");
  }

  private static void staysThroughPings(Way way, String heartBeat) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));
    client.connect(stage.token(), heartBeat);

    for (int i = 0; i < 3; i++) {
      socket.pinged(LONG);
    }

    client.expectNothing();
  }
}
