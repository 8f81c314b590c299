package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.WebSocketFrame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Pongs and closes come from another side of the service than messages. They have to find their
 * turn on a socket that is being written to.
 */
@Timeout(120)
class BusySocketIT {

  private static final int SOCKETS = 20;
  private static final String TEN_KB = "x".repeat(10_000);

  @RegisterExtension static final Stage stage = Stage.shared();

  private record Listener(RawWebSocket socket, StompClient client) {

    static Listener in(Way way, String room, Handshake handshake) {
      RawWebSocket socket = stage.socket(way, handshake);
      StompClient client = stage.opened(StompClient.on(socket));
      client.connect(stage.token());
      client.subscribe("1", room);
      return new Listener(socket, client);
    }
  }

  private static String room() {
    return "/topic/rooms.busy-" + stage.user();
  }

  private static void says(StompClient speaker, String room, String text) {
    speaker.send(speaker.sendFrame(room, text.getBytes(UTF_8)));
  }

  @EveryDoor
  void aViolationIsAnsweredWithItsCodeWhileMessagesAreWritten(Way way) {
    String room = room();
    StompClient speaker = stage.client(way);
    List<Listener> violators =
        IntStream.range(0, SOCKETS)
            .mapToObj(i -> Listener.in(way, room, Handshake.stomp()))
            .toList();

    for (Listener violator : violators) {
      for (int i = 0; i < 20; i++) {
        says(speaker, room, "message " + i);
      }
      violator.socket().send(WebSocketFrame.text("\n").unmasked());
    }

    for (Listener violator : violators) {
      assertThat(violator.socket().closed()).extracting(Closed::code).isEqualTo(1002);
    }
  }

  @EveryDoor
  void aCloseIsAnsweredBehindTheMessageThatIsBeingWritten(Way way) {
    String room = room();
    StompClient speaker = stage.client(way);
    Listener leaver = Listener.in(way, room, Handshake.stomp().receiveBuffer(4096));
    leaver.socket().stopReading();
    for (int i = 0; i < 50; i++) {
      says(speaker, room, i + " " + TEN_KB);
    }
    speaker.expectNothing();

    leaver.socket().sendClose(1000, "");
    leaver.socket().resumeReading();

    assertThat(leaver.socket().closed()).extracting(Closed::code).isEqualTo(1000);
    List<StompFrame> heard =
        leaver.client().received().stream().filter(frame -> frame.isMessageOf("1")).toList();
    assertThat(heard)
        .extracting(frame -> Integer.parseInt(frame.text().split(" ", 2)[0]))
        .isEqualTo(IntStream.range(0, heard.size()).boxed().toList());
  }

  @EveryDoor
  void pongsStandBetweenMessagesAndNeverInside(Way way) {
    String room = room();
    StompClient speaker = stage.client(way);
    Listener pinger = Listener.in(way, room, Handshake.stomp().receiveBuffer(4096));

    for (int i = 0; i < 50; i++) {
      says(speaker, room, i + " " + TEN_KB);
      pinger.socket().ping(("ping " + i).getBytes(UTF_8));
    }

    for (int i = 0; i < 50; i++) {
      assertThat(pinger.client().nextMessage("1").text()).isEqualTo(i + " " + TEN_KB);
      assertThat(pinger.socket().pong()).asString(UTF_8).isEqualTo("ping " + i);
    }
  }
}
