package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WireViolationTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Protocol: unasked",
        "Sec-WebSocket-Extensions: permessage-deflate",
        "Upgrade: none"
      })
  void aServerThatChoosesWhatWasNotOfferedIsFound(String line) throws IOException {
    TinyServer.Conversation chooses =
        peer -> {
          peer.write("HTTP/1.1 101 Switching Protocols\r\n" + line + "\r\nUpgrade: websocket\r\n");
          String accept = UpgradeCheck.accept(peer.header("Sec-WebSocket-Key"));
          peer.write("Sec-WebSocket-Accept: " + accept + "\r\n\r\n");
        };
    try (TinyServer server = new TinyServer(chooses)) {
      assertThatThrownBy(() -> open(server, Handshake.bare())).isInstanceOf(WireViolation.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"818537fa213d7f9f4d5158", "c10161", "8000", "8300", "8b00", "0900", "8101ff"})
  void aServerThatBreaksTheProtocolIsFound(String hex) throws IOException {
    TinyServer.Conversation breaks =
        peer -> {
          peer.upgrade();
          peer.send(WebSocketFrame.text("before"));
          peer.write(HexFormat.of().parseHex(hex));
        };
    try (TinyServer server = new TinyServer(breaks);
        RawWebSocket socket = open(server, Handshake.bare())) {
      assertThat(socket.next().text()).isEqualTo("before");
      assertThatThrownBy(socket::next).isInstanceOf(WireViolation.class);
      assertThatThrownBy(socket::closed).isInstanceOf(WireViolation.class);
    }
  }

  private static RawWebSocket open(TinyServer server, Handshake handshake) {
    URI endpoint = Transport.endpoint(server.base());
    return RawWebSocket.open(endpoint, handshake);
  }
}
