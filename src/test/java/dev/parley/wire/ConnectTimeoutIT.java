package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A socket that does not connect in time costs nothing for long. */
@Timeout(60)
class ConnectTimeoutIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connect-timeout=700ms");

  @EveryWay
  void whoSaysNothingIsSentAway(Way way) {
    StompFrame error = stage.stranger(way).expectError("connect-timeout", 4401);

    assertThat(error.value("message")).isEqualTo("CONNECT did not arrive in time.");
  }

  @EveryWay
  void halfOfAConnectDoesNotHelp(Way way) {
    StompClient client = stage.stranger(way);

    client.wire().send("\n\n");
    client.wire().send("CONNECT\naccept-version:1.2\n");

    client.expectError("connect-timeout", 4401);
  }

  @EveryDoor
  void pingsAndHalfOfAWebSocketMessageDoNotHelp(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));

    byte[] frame = StompFrame.of("CONNECT", "a:b").encode(client.version());
    socket.ping("hello".getBytes(StandardCharsets.UTF_8));
    socket.send(WebSocketFrame.of(WebSocketFrame.TEXT, frame).unfinished());

    client.expectError("connect-timeout", 4401);
  }

  @EveryWay
  void whoConnectsInTimeStays(Way way) {
    StompClient connected = stage.client(way);

    stage.stranger(way).expectError("connect-timeout", 4401);

    connected.expectNothing();
  }
}
