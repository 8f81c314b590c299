package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.TinyServer.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RawWebSocketTests {

  private static final Duration LONG = Duration.ofSeconds(10);

  @Test
  void textAndBinaryComeBackAsTheyWent() throws IOException {
    try (TinyServer server = new TinyServer(RawWebSocketTests::echo);
        RawWebSocket socket = open(server, Handshake.bare())) {
      socket.send("grüß dich");
      socket.send(new byte[] {0, (byte) 0xff});
      socket.sendRawInPieces(WebSocketFrame.text("in pieces").encode(), 1);

      assertThat(socket.next().text()).isEqualTo("grüß dich");
      WireMessage binary = socket.next();
      assertThat(binary.binary()).isTrue();
      assertThat(binary.bytes()).containsExactly(0, 0xff);
      assertThat(socket.next().text()).isEqualTo("in pieces");
    }
  }

  @Test
  void fragmentsArePutTogetherAroundControlFrames() throws IOException {
    try (TinyServer server = new TinyServer(RawWebSocketTests::echo);
        RawWebSocket socket = open(server, Handshake.bare())) {
      socket.send(WebSocketFrame.text("a").unfinished());
      socket.ping("in between".getBytes(UTF_8));
      socket.sendFragmented(WebSocketFrame.CONTINUATION, "bcdef".getBytes(UTF_8), 2);

      assertThat(socket.next().text()).isEqualTo("abcdef");
      assertThat(socket.pong()).asString(UTF_8).isEqualTo("in between");
    }
  }

  @Test
  void theHandshakeSaysWhatTheTestWants() throws IOException {
    TinyServer.Conversation chooses =
        peer -> {
          peer.upgrade("Sec-WebSocket-Protocol: v11.stomp");
          peer.send(WebSocketFrame.text(peer.request + peer.headers));
        };
    Handshake handshake =
        Handshake.bare().subprotocols("v12.stomp", "v11.stomp").origin("http://evil").bearer("t");
    try (TinyServer server = new TinyServer(chooses);
        RawWebSocket socket = open(server, handshake.with("Host", "elsewhere"))) {
      assertThat(socket.answer().header("sec-websocket-protocol")).contains("v11.stomp");
      assertThat(socket.next().text())
          .startsWith("GET /ws HTTP/1.1")
          .contains("Sec-WebSocket-Protocol:v12.stomp, v11.stomp", "Origin:http://evil")
          .contains("Authorization:Bearer t", "Host:elsewhere", "Sec-WebSocket-Version:13")
          .doesNotContain("localhost");
    }
  }

  @Test
  void aRefusedHandshakeIsAnAnswer() throws IOException {
    TinyServer.Conversation refuses =
        peer -> {
          String status = peer.header("Sec-WebSocket-Key").isEmpty() ? "400 Bad" : "503 Busy";
          peer.write("HTTP/1.1 " + status + "\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n");
        };
    try (TinyServer server = new TinyServer(refuses);
        RawWebSocket refused = open(server, Handshake.bare());
        RawWebSocket keyless = open(server, Handshake.bare().without("Sec-WebSocket-Key"))) {
      assertThat(refused.answer().status()).isEqualTo(503);
      assertThat(refused.answer().header("retry-after")).contains("2");
      assertThat(refused.closed().code()).isEqualTo(Closed.WITHOUT_CLOSE);
      assertThat(keyless.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void theServersCloseIsReadAndAnswered() throws Exception {
    TinyServer.Conversation closes =
        peer -> {
          peer.upgrade();
          peer.send(WebSocketFrame.text("last words"));
          peer.send(WebSocketFrame.close(4401, "bad-token"));
          assertAnswered(peer);
        };
    try (TinyServer server = new TinyServer(closes);
        RawWebSocket socket = open(server, Handshake.bare())) {
      assertThat(socket.closed()).isEqualTo(new Closed(4401, "bad-token"));
      assertThat(socket.next().text()).isEqualTo("last words");
      assertThat(socket.next(LONG)).isEmpty();
      assertThat(server.end()).isEqualTo("done");
      assertThat(socket.ended(LONG)).isTrue();
    }
  }

  private static void assertAnswered(Peer peer) throws IOException {
    Closed answer = MessageAssembler.closed(peer.frame());
    if (answer.code() != 4401) {
      throw new IOException("answered with " + answer);
    }
  }

  @Test
  void aLostConnectionIsACloseWithoutCode() throws IOException {
    try (TinyServer server = new TinyServer(Peer::upgrade);
        RawWebSocket socket = open(server, Handshake.bare())) {
      assertThat(socket.closed().code()).isEqualTo(Closed.WITHOUT_CLOSE);
    }
  }

  @Test
  void pingsAreAnsweredUnlessTheTestForbidsIt() throws IOException {
    CountDownLatch silent = new CountDownLatch(1);
    TinyServer.Conversation pings =
        peer -> {
          peer.upgrade();
          peer.send(WebSocketFrame.of(WebSocketFrame.PING, new byte[] {1}));
          peer.send(WebSocketFrame.text("answered with opcode " + peer.frame().opcode()));
          await(silent);
          peer.send(WebSocketFrame.of(WebSocketFrame.PING, new byte[] {2}));
          peer.send(WebSocketFrame.text("next came opcode " + peer.frame().opcode()));
        };
    try (TinyServer server = new TinyServer(pings);
        RawWebSocket socket = open(server, Handshake.bare())) {
      assertThat(socket.next().text()).isEqualTo("answered with opcode 10");
      assertThat(socket.pinged(LONG)).containsExactly(1);
      socket.answerPings(false);
      silent.countDown();
      assertThat(socket.pinged(LONG)).containsExactly(2);
      socket.send("something else");
      assertThat(socket.next().text()).isEqualTo("next came opcode 1");
    }
  }

  @Test
  void aResetIsFeltAsAReset() throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    TinyServer.Conversation reads =
        peer -> {
          peer.upgrade();
          up.countDown();
          peer.frame();
        };
    try (TinyServer server = new TinyServer(reads);
        RawWebSocket socket = open(server, Handshake.bare())) {
      await(up);
      socket.reset();

      assertThat(server.end()).containsIgnoringCase("reset");
    }
  }

  @Test
  void aCutIsFeltAsAnEndWithoutClose() throws Exception {
    try (TinyServer server = new TinyServer(RawWebSocketTests::echo);
        RawWebSocket socket = open(server, Handshake.bare())) {
      socket.cut();

      assertThat(server.end()).isEqualTo("end of stream");
    }
  }

  @Test
  void aClientThatStopsReadingBlocksTheServerUntilItReadsOn() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    byte[] large = new byte[64 * 1024];
    TinyServer.Conversation floods =
        peer -> {
          peer.upgrade();
          await(stopped);
          for (int i = 0; i < 400; i++) {
            peer.send(WebSocketFrame.of(WebSocketFrame.BINARY, large));
          }
        };
    try (TinyServer server = new TinyServer(floods);
        RawWebSocket socket = open(server, Handshake.bare().receiveBuffer(4096))) {
      socket.stopReading();
      stopped.countDown();
      // 25 MB do not fit into the buffers of two sockets.
      assertThat(socket.closed(Duration.ofMillis(300))).isEmpty();
      socket.resumeReading();
      for (int i = 0; i < 400; i++) {
        assertThat(socket.next().bytes()).hasSize(large.length);
      }
      assertThat(server.end()).isEqualTo("done");
    }
  }

  private static RawWebSocket open(TinyServer server, Handshake handshake) {
    URI endpoint = Transport.endpoint(server.base());
    return RawWebSocket.open(endpoint, handshake);
  }

  private static void echo(Peer peer) throws IOException {
    peer.upgrade();
    for (WebSocketFrame frame = peer.frame(); true; frame = peer.frame()) {
      boolean ping = frame.opcode() == WebSocketFrame.PING;
      int opcode = ping ? WebSocketFrame.PONG : frame.opcode();
      peer.send(new WebSocketFrame(frame.fin(), 0, opcode, false, frame.payload()));
      if (opcode == WebSocketFrame.CLOSE) {
        return;
      }
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
