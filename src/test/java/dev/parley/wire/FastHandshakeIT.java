package dev.parley.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.HttpAnswer;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the fast door says to what is no WebSocket, which at the other door is the web server's. */
@Timeout(60)
class FastHandshakeIT {

  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connect-timeout=900ms");

  private static final Way DOOR = new Way(Door.FAST, Transport.WEBSOCKET);

  private HttpAnswer answer(String path, Handshake handshake) {
    URI uri = stage.at(DOOR).resolve(path);
    return stage.opened(RawWebSocket.open(uri, handshake)).answer();
  }

  private HttpAnswer answer(Handshake handshake) {
    return answer("/ws", handshake);
  }

  @Test
  void whoDoesNotAskForAnUpgradeIsToldTo() {
    HttpAnswer plain = answer(Handshake.bare().without("Upgrade").without("Connection"));
    assertThat(plain.status()).isEqualTo(426);
    assertThat(plain.header("Upgrade")).contains("websocket");
    assertThat(plain.header("Connection").orElse("")).containsIgnoringCase("upgrade");

    HttpAnswer other = answer(Handshake.stomp().with("Upgrade", "h2c"));
    assertThat(other.status()).isEqualTo(426);
    assertThat(other.header("Upgrade")).contains("websocket");
  }

  @Test
  void anotherPathIsNotThere() {
    for (String path : new String[] {"/", "/ws/", "/ws/info", "/actuator/health", "/WS", "/ws2"}) {
      assertThat(answer(path, Handshake.stomp()).status()).as(path).isEqualTo(404);
    }
    assertThat(answer("/ws?a=b", Handshake.stomp()).status()).isEqualTo(101);
  }

  @Test
  void whatIsNoValidUpgradeIsRefused() {
    assertThat(answer(Handshake.stomp().with("Connection", "keep-alive")).status()).isEqualTo(400);
    assertThat(answer(Handshake.stomp().with("Sec-WebSocket-Key", "short")).status())
        .isEqualTo(400);
    assertThat(answer(Handshake.stomp().with("Sec-WebSocket-Key", "!".repeat(24))).status())
        .isEqualTo(400);
    assertThat(answer(Handshake.stomp().without("Host")).status()).isEqualTo(400);
    assertThat(answer(Handshake.stomp().with("Content-Length", "1")).status()).isEqualTo(400);
    assertThat(answer(Handshake.stomp().with("Transfer-Encoding", "chunked")).status())
        .isEqualTo(400);
    assertThat(answer(Handshake.stomp().with("Connection", "keep-alive, Upgrade")).status())
        .isEqualTo(101);
  }

  @Test
  void headersThatAreTooLongAreRefused() {
    assertThat(answer(Handshake.stomp().with("x-a", "x".repeat(9_000))).status()).isEqualTo(431);
    assertThat(answer("/ws?" + "x".repeat(9_000), Handshake.stomp()).status()).isEqualTo(414);
    assertThat(answer(Handshake.stomp().with("x-a", "x".repeat(7_000))).status()).isEqualTo(101);
  }

  @Test
  void everyRefusalEndsTheConnectionWhateverFollows() throws IOException {
    String plain = "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(heard(plain + plain)).startsWith("HTTP/1.1 426 ").containsOnlyOnce("HTTP/1.1");
    assertThat(heard("POST /ws HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("allow: GET");
    assertThat(heard("hello\r\n\r\n")).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    assertThat(heard("GET /ws HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    String old = "GET /ws HTTP/1.0\r\nHost: localhost\r\nUpgrade: websocket\r\n";
    assertThat(heard(old + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" + KEY + "\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aSecondRequestBehindTheHandshakeIsNoWebSocketFrame() throws IOException {
    String asks =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    String handshake = asks + "Sec-WebSocket-Version: 13\r\n" + KEY + "\r\n";

    // 1002, as for any bytes that are no frame.
    assertThat(heard(handshake + "GET / HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 101 ")
        .containsOnlyOnce("HTTP/1.1")
        .endsWith("\u0088\u0002\u0003\u00ea");
  }

  @Test
  void whoDoesNotAskInTimeIsSentAwayWithoutAWord() throws IOException {
    assertThat(heard("")).isEmpty();
    assertThat(heard("GET /ws HTTP/1.1\r\nHost: loc")).isEmpty();
  }

  /** Everything that the service says until it ends the connection, byte by byte. */
  private static String heard(String said) throws IOException {
    URI door = stage.at(DOOR);
    try (Socket socket = new Socket(door.getHost(), door.getPort())) {
      socket.getOutputStream().write(said.getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }
}
