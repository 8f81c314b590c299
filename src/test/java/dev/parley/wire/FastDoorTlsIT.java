package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Tokens;
import dev.parley.wire.kit.Transport;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fast door with TLS, seen by the JDK's own WebSocket client. */
@Timeout(60)
class FastDoorTlsIT {

  @TempDir private static Path folder;
  private static TlsKeys keys;
  private static RunningParley node;
  private static SSLContext trust;

  @BeforeAll
  static void startWithACertificate() throws Exception {
    keys = TlsKeys.make(folder.resolve("keys.p12"));
    trust = keys.trust();
    node = RunningParley.with(keys.settings("front"));
  }

  @AfterAll
  static void stop() {
    node.close();
    Leaks.assertNone();
  }

  private static Tokens tokens() {
    return node.asTarget().tokens();
  }

  @Test
  void messagesOfAllSizesTravelOverTls() throws Exception {
    TlsEar ear = new TlsEar();
    WebSocket socket = ear.at(node, trust);
    socket
        .sendText(
            "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + tokens().of("alice") + "\n\n\0",
            true)
        .join();
    assertThat(ear.next()).startsWith("CONNECTED\n");
    socket.sendText("SUBSCRIBE\nid:1\ndestination:/topic/rooms.tls\n\n\0", true).join();

    for (int size : new int[] {1, 1_000, 30_000, 60_000}) {
      String body = "x".repeat(size);
      socket.sendText("SEND\ndestination:/topic/rooms.tls\n\n" + body + "\0", true).join();
      assertThat(ear.next()).startsWith("MESSAGE\n").endsWith("\n\n" + body + "\0");
    }

    socket.sendText("DISCONNECT\nreceipt:bye\n\n\0", true).join();
    assertThat(ear.next()).startsWith("RECEIPT\nreceipt-id:bye\n");
    assertThat(ear.closeCode()).isEqualTo(1000);
  }

  @Test
  void refusalsArriveWithTheirCode() throws Exception {
    TlsEar ear = new TlsEar();
    WebSocket socket = ear.at(node, trust);

    socket.sendText("HELLO\n\n\0", true).join();

    assertThat(ear.next()).startsWith("ERROR\n").contains("code:bad-frame");
    assertThat(ear.closeCode()).isEqualTo(4400);
  }

  @Test
  void aStopIsToldOverTls() throws Exception {
    TlsEar ear = new TlsEar();
    try (RunningParley other = RunningParley.with(keys.settings("front"))) {
      ear.at(other, trust);
    }
    assertThat(ear.next()).contains("code:restarting");
    assertThat(ear.closeCode()).isEqualTo(1012);
  }

  @Test
  void whoDoesNotKnowTheCertificateDoesNotComeIn() {
    assertThatThrownBy(() -> new TlsEar().at(node, SSLContext.getDefault()))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(Exception.class)
        .hasStackTraceContaining(SSLHandshakeException.class.getName());
  }

  @Test
  void whoSpeaksPlainHttpIsNotAnswered() {
    URI door = Transport.endpoint(node.asTarget().at(Door.FAST));
    assertThatThrownBy(() -> RawWebSocket.open(door, Handshake.stomp()))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aBundleThatIsNotThereIsNamedWithItsKey() {
    assertThatThrownBy(() -> RunningParley.with("--parley.socket.ssl=nowhere"))
        .rootCause()
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> RunningParley.with("--parley.socket.ssl=true"))
        .rootCause()
        .hasMessageStartingWith("parley.socket.ssl is true");
  }

  @Test
  void trueMeansTheBundleOfTheHttpPort() throws Exception {
    TlsEar ear = new TlsEar();
    String[] settings = keys.settings("true", "--server.ssl.bundle=front");
    try (RunningParley both = RunningParley.with(settings)) {
      ear.at(both, trust);
    }
    assertThat(ear.closeCode()).isEqualTo(1012);
  }
}
