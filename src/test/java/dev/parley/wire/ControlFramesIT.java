package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Control frames between the pieces of a message, and more of them than anybody needs. */
@Timeout(60)
class ControlFramesIT {

  /** Far more than the network holds between two sides of which one does not read. */
  private static final int FLOOD = 500_000;

  private static final byte[] HUNDRED_BYTES = "x".repeat(100).getBytes(UTF_8);

  @RegisterExtension static final Stage stage = Stage.shared();

  private record Guest(RawWebSocket socket, StompClient client) {

    static Guest at(Way way) {
      RawWebSocket socket = stage.socket(way, Handshake.stomp());
      StompClient client = stage.opened(StompClient.on(socket));
      client.connect(stage.token());
      return new Guest(socket, client);
    }

    byte[] saying(String room, String text) {
      return StompFrame.of("SEND", "destination:" + room).withBody(text).encode(client.version());
    }
  }

  private static String room() {
    return "/topic/rooms.control-" + stage.user();
  }

  @EveryDoor
  void pingsBetweenThePiecesOfAMessageAreAnsweredBeforeItEnds(Way way) {
    Guest guest = Guest.at(way);
    String room = room();
    guest.client().subscribe("1", room);
    byte[] frame = guest.saying(room, "in pieces");

    for (int at = 0; at < frame.length - 1; at++) {
      int opcode = at == 0 ? WebSocketFrame.TEXT : WebSocketFrame.CONTINUATION;
      guest.socket().send(WebSocketFrame.of(opcode, new byte[] {frame[at]}).unfinished());
      guest.socket().ping(("ping " + at).getBytes(UTF_8));
      assertThat(guest.socket().pong()).asString(UTF_8).isEqualTo("ping " + at);
      guest.socket().send(WebSocketFrame.of(WebSocketFrame.PONG, new byte[0]));
    }
    byte[] last = Arrays.copyOfRange(frame, frame.length - 1, frame.length);
    guest.socket().send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, last));

    assertThat(guest.client().nextMessage("1").text()).isEqualTo("in pieces");
  }

  @EveryDoor
  void aCloseBetweenThePiecesOfAMessageIsAnsweredAndTheMessageIsNone(Way way) {
    Guest listener = Guest.at(way);
    String room = room();
    listener.client().subscribe("1", room);
    Guest guest = Guest.at(way);

    guest
        .socket()
        .send(WebSocketFrame.of(WebSocketFrame.TEXT, guest.saying(room, "half")).unfinished());
    guest.socket().sendClose(1000, "");

    assertThat(guest.socket().closed().code()).isEqualTo(1000);
    listener.client().expectNothing();
  }

  @EveryDoor
  void aMessageInsideAnotherIsAProtocolError(Way way) {
    Guest guest = Guest.at(way);

    guest.socket().send(WebSocketFrame.of(WebSocketFrame.TEXT, new byte[] {'\n'}).unfinished());
    guest.socket().send(WebSocketFrame.text("\n"));

    assertThat(guest.socket().closed().code()).isEqualTo(1002);
  }

  @EveryDoor
  void whoFloodsPingsWithoutReadingIsReadNoFurther(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    RawWebSocket flooder = stage.socket(way, Handshake.stomp().receiveBuffer(4096));
    flooder.stopReading();
    AtomicInteger sent = new AtomicInteger();
    Thread flood = Thread.startVirtualThread(() -> flood(flooder, sent));

    await().atMost(Duration.ofSeconds(30)).until(() -> isStuck(sent));
    // It waits for its pings to be read; nobody has ended it.
    assertThat(flood.isAlive()).isTrue();
    others.talkOn();
    assertThat(sent).hasValueLessThan(FLOOD);

    flooder.cut();
    await().until(() -> !flood.isAlive());
    others.talkOn();
  }

  @EveryDoor
  void whoFloodsPingsAndReadsGetsEveryPong(Way way) {
    RawWebSocket flooder = stage.socket(way, Handshake.stomp());
    Thread flood =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                flooder.ping(("ping " + i).getBytes(UTF_8));
              }
            });

    for (int i = 0; i < 20_000; i++) {
      assertThat(flooder.pong()).asString(UTF_8).isEqualTo("ping " + i);
    }
    assertThat(flood.isAlive()).isFalse();
  }

  private static void flood(RawWebSocket socket, AtomicInteger sent) {
    try {
      while (sent.get() < FLOOD) {
        socket.ping(HUNDRED_BYTES);
        sent.incrementAndGet();
      }
    } catch (UncheckedIOException cut) {
      // That is how it ends.
    }
  }

  /** Whether nothing more has gone out for a while. */
  private static boolean isStuck(AtomicInteger sent) {
    int before = sent.get();
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    return before > 0 && before == sent.get();
  }
}
