package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.HttpAnswer;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a WebSocket opens and what the service says to what RFC 6455 forbids. */
@Timeout(60)
class HandshakeIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryDoor
  void theNewestSubprotocolThatIsOfferedIsChosen(Way way) {
    assertThat(subprotocol(way, Handshake.stomp())).contains("v12.stomp");
    assertThat(subprotocol(way, offering("v10.stomp", "v11.stomp"))).isPresent();
    assertThat(subprotocol(way, offering("v11.stomp"))).contains("v11.stomp");
    assertThat(subprotocol(way, offering("v10.stomp"))).contains("v10.stomp");
    assertThat(subprotocol(way, offering("mqtt", "v12.stomp"))).contains("v12.stomp");
  }

  @EveryDoor
  void whoOffersNoSubprotocolSpeaksStompAllTheSame(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.bare());

    assertThat(socket.answer().header("Sec-WebSocket-Protocol")).isEmpty();
    StompClient client = stage.opened(StompClient.on(socket));
    assertThat(client.connect(stage.token()).command()).isEqualTo("CONNECTED");
  }

  @EveryDoor
  void noExtensionIsEverNegotiated(Way way) {
    for (String offer :
        new String[] {
          "permessage-deflate",
          "permessage-deflate; client_max_window_bits",
          "permessage-deflate; server_no_context_takeover, x-webkit-deflate-frame",
          "@identity, @fragment; maxLength=1"
        }) {
      RawWebSocket socket = stage.socket(way, Handshake.stomp().extensions(offer));

      assertThat(socket.answer().status()).isEqualTo(101);
      assertThat(socket.answer().header("Sec-WebSocket-Extensions")).isEmpty();
      StompClient client = stage.opened(StompClient.on(socket));
      assertThat(client.connect(stage.token()).command()).isEqualTo("CONNECTED");
    }
  }

  @EveryDoor
  void pagesOfTheSameHostMayConnect(Way way) {
    String host = stage.at(way).getHost();

    assertThat(status(way, Handshake.stomp().origin("http://" + host))).isEqualTo(101);
    assertThat(status(way, Handshake.stomp().origin("https://" + host))).isEqualTo(101);
    assertThat(status(way, Handshake.stomp().origin("http://" + host + ":3000"))).isEqualTo(101);
    assertThat(status(way, Handshake.stomp())).isEqualTo(101);
  }

  @EveryDoor
  void pagesOfOtherHostsMayNot(Way way) {
    String host = stage.at(way).getHost();

    assertThat(status(way, Handshake.stomp().origin("https://evil.example"))).isEqualTo(403);
    assertThat(status(way, Handshake.stomp().origin("http://" + host + ".evil.example")))
        .isEqualTo(403);
    assertThat(status(way, Handshake.stomp().origin("http://evil.example/" + host))).isEqualTo(403);
    assertThat(status(way, Handshake.stomp().origin("null"))).isEqualTo(403);
    assertThat(status(way, Handshake.stomp().origin("not an origin"))).isEqualTo(403);
    assertThat(status(way, Handshake.stomp().origin(""))).isEqualTo(403);
  }

  @EveryDoor
  void whatIsNoHandshakeIsRefused(Way way) {
    HttpAnswer old =
        stage.socket(way, Handshake.stomp().with("Sec-WebSocket-Version", "8")).answer();
    assertThat(old.status()).isEqualTo(426);
    assertThat(old.header("Sec-WebSocket-Version")).contains("13");
    assertThat(status(way, Handshake.stomp().without("Sec-WebSocket-Key"))).isEqualTo(400);
  }

  @EveryDoor
  void aPingIsAnsweredWithItsPayloadEvenBeforeConnect(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());

    socket.ping("are you there?".getBytes(StandardCharsets.UTF_8));
    assertThat(socket.pong()).asString().isEqualTo("are you there?");
    socket.ping(new byte[0]);
    assertThat(socket.pong()).isEmpty();
  }

  @EveryDoor
  void aCloseIsAnsweredAndTheConnectionEnds(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());

    socket.sendClose(1000, "bye");

    assertThat(socket.closed().code()).isEqualTo(1000);
    assertThat(socket.ended(Duration.ofSeconds(10))).isTrue();
  }

  @EveryDoor
  void framesThatNoClientMaySendAreAProtocolError(Way way) {
    WebSocketFrame text = WebSocketFrame.text("\n");

    assertThat(closeAfter(way, text.unmasked())).isEqualTo(1002);
    assertThat(closeAfter(way, text.withRsv(4))).isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.of(3, new byte[0]))).isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[1])))
        .isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.PING, new byte[126])))
        .isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.PING, new byte[1]).unfinished()))
        .isEqualTo(1002);
  }

  private int closeAfter(Way way, WebSocketFrame frame) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    socket.send(frame);
    Closed closed = socket.closed();
    assertThat(socket.ended(Duration.ofSeconds(10))).isTrue();
    return closed.code();
  }

  private static Handshake offering(String... subprotocols) {
    return Handshake.bare().subprotocols(subprotocols);
  }

  private Optional<String> subprotocol(Way way, Handshake handshake) {
    HttpAnswer answer = stage.socket(way, handshake).answer();
    assertThat(answer.status()).isEqualTo(101);
    return answer.header("Sec-WebSocket-Protocol");
  }

  private int status(Way way, Handshake handshake) {
    return stage.socket(way, handshake).answer().status();
  }
}
