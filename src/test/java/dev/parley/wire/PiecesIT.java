package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.WebSocketFrame;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However a frame is cut up on its way, it is one frame. */
@Timeout(60)
class PiecesIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryDoor
  void onePieceOfAByteAtATimeIsAFrameAllTheSame(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));
    client.connect(stage.token());
    String room = "/topic/rooms.bytes-" + stage.user();
    client.subscribe("1", room);
    byte[] frame =
        StompFrame.of("SEND", "destination:" + room).withBody("日本").encode(client.version());

    for (byte b : frame) {
      socket.send(new byte[] {b});
    }
    socket.sendFragmented(WebSocketFrame.TEXT, frame, 1);
    socket.sendFragmented(WebSocketFrame.BINARY, frame, 7);
    socket.sendRawInPieces(WebSocketFrame.of(WebSocketFrame.TEXT, frame).encode(), 1);

    assertThat(client.nextTexts("1", 4)).containsOnly("日本");
    client.expectNothing();
  }

  @EveryWay
  void onePieceOfACharacterAtATimeIsAFrameAllTheSame(Way way) {
    StompClient client = stage.client(way);
    String room = "/topic/rooms.pieces-" + stage.user();
    client.subscribe("1", room);

    for (char c : ("SEND\ndestination:" + room + "\n\nhi\0").toCharArray()) {
      client.wire().send(String.valueOf(c));
    }

    assertThat(client.nextMessage("1").body()).isEqualTo("hi".getBytes(UTF_8));
  }
}
