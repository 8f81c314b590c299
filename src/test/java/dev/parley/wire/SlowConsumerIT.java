package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Wire;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that does not keep up costs itself its connection, and nobody anything else. */
@Timeout(120)
class SlowConsumerIT {

  private static final int SMALL = 4096;
  private static final int FLOOD = 900;
  private static final String TEN_KB = "x".repeat(10_000);

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.limits.send-buffer=500KB", "--parley.limits.send-timeout=3s");

  private static String room() {
    return "/topic/rooms.slow-" + stage.user();
  }

  private static RawWebSocket narrow(Way way) {
    return stage.socket(way, Handshake.stomp().receiveBuffer(SMALL));
  }

  private static void says(StompClient speaker, String room, int number) {
    String text = number + " " + TEN_KB;
    speaker.send(speaker.sendFrame(room, text.getBytes(UTF_8)));
  }

  private static int numberOf(StompFrame message) {
    return Integer.parseInt(message.text().split(" ", 2)[0]);
  }

  private static void hearsAll(StompClient listener, String subscription, int from, int to) {
    for (int i = from; i < to; i++) {
      StompFrame message = listener.nextMessage(subscription);
      assertThat(numberOf(message)).isEqualTo(i);
      assertThat(message.header("gap")).isEmpty();
    }
  }

  @EveryDoor
  void whoStopsReadingIsCutAndOthersHearEverything(Way way) {
    String room = room();
    String token = stage.token();
    RawWebSocket socket = narrow(way);
    StompClient slow = stage.opened(StompClient.on(socket));
    slow.connect(token);
    StompClient speaker = stage.client(way);
    List<StompClient> others = IntStream.range(0, 3).mapToObj(i -> stage.client(way)).toList();
    others.forEach(other -> other.subscribe("1", room));
    slow.subscribe("1", room);
    says(speaker, room, 0);
    String seen = slow.nextMessage("1").value("message-id");

    socket.stopReading();
    for (int i = 1; i < FLOOD; i++) {
      says(speaker, room, i);
      if (i % 30 == 0) {
        // Not faster than the others read: they are here to be undisturbed, not to be slow.
        int upTo = i;
        others.forEach(other -> hearsAll(other, "1", upTo == 30 ? 0 : upTo - 29, upTo + 1));
      }
    }

    others.forEach(other -> hearsAll(other, "1", (FLOOD - 1) / 30 * 30 + 1, FLOOD));
    others.forEach(StompClient::expectNothing);
    isCut(socket);
    resumes(way, token, room, seen);
  }

  /** ERROR and 1013 if that could still be written, else just the end. */
  private static void isCut(RawWebSocket socket) {
    socket.resumeReading();
    Closed closed = socket.closed();
    assertThat(closed.code()).isIn(1013, Closed.WITHOUT_CLOSE);
    if (closed.code() == 1013) {
      assertThat(closed.reason()).isEqualTo("slow-consumer");
    }
  }

  private static void resumes(Way way, String token, String room, String seen) {
    StompClient back = stage.stranger(way);
    back.connect(token);

    StompFrame receipt = back.subscribe("back", room, "since:" + seen);

    assertThat(receipt.value("recovered")).isEqualTo("true");
    hearsAll(back, "back", 1, FLOOD);
    back.expectNothing();
  }

  @EveryDoor
  void whoIsTooSlowForTheBufferIsToldSo(Way way) {
    String room = room();
    RawWebSocket socket = narrow(way);
    StompClient slow = stage.opened(StompClient.on(socket));
    slow.connect(stage.token());
    slow.subscribe("1", room);
    StompClient speaker = stage.client(way);
    double before = Figures.disconnected(stage.target(), "slow-consumer");

    socket.stopReading();
    for (int i = 0; i < FLOOD; i++) {
      says(speaker, room, i);
    }
    speaker.expectNothing();
    socket.resumeReading();

    StompFrame error = slow.expectError("slow-consumer", 1013);
    assertThat(error.value("message")).startsWith("The client reads too slowly");
    List<Integer> heard =
        slow.received().stream().filter(f -> f.isMessageOf("1")).map(f -> numberOf(f)).toList();
    assertThat(heard).isEqualTo(IntStream.range(0, heard.size()).boxed().toList());
    assertThat(Figures.disconnected(stage.target(), "slow-consumer")).isEqualTo(before + 1);
  }

  @EveryWay
  void aLongReplayWaitsForAClientThatReadsSlowly(Way way) {
    String room = room();
    StompClient speaker = stage.client(way);
    // With what follows live no more than the log keeps: what it dropped could not be heard.
    for (int i = 0; i < 990; i++) {
      says(speaker, room, i);
    }
    speaker.expectNothing();
    StompClient slow = StompClient.on(narrowWire(way));
    slow.connect(stage.token());

    StompFrame receipt = slow.subscribe("1", room, "since:last:1000");
    for (int part = 0; part < 10; part++) {
      slow.wire().stopReading();
      // Meanwhile the room goes on, so that the replay runs into what is live.
      speaker.publish(room, (990 + part) + " live");
      slow.wire().resumeReading();
      hearsAll(slow, "1", part * 100, (part + 1) * 100);
    }

    assertThat(receipt.value("recovered")).isEqualTo("true");
    slow.expectNothing();
  }

  private static Wire narrowWire(Way way) {
    Handshake handshake =
        switch (way.transport()) {
          case WEBSOCKET -> Handshake.stomp().receiveBuffer(SMALL);
          case SOCKJS_WEBSOCKET -> Handshake.bare().receiveBuffer(SMALL);
          case XHR_STREAMING, XHR_POLLING, EVENTSOURCE ->
              Handshake.bare().receiveBuffer(16 * SMALL);
        };
    Wire wire = way.transport().open(stage.at(way), handshake);
    stage.opened(wire::leave);
    return wire;
  }
}
