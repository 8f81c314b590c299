package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.kit.TinyServer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server of one SockJS session that sends back what it gets and closes at "bye". */
@Timeout(60)
class SockJsWireTests {

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void messagesComeBackOverEveryTransport(Transport transport) throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = transport.open(server.base())) {
      wire.send("MESSAGE\n\n\"100%\" é😀\0");
      wire.send("second");

      assertThat(wire.next().text()).isEqualTo("MESSAGE\n\n\"100%\" é😀\0");
      assertThat(wire.next().text()).isEqualTo("second");
      wire.send("bye");
      assertThat(wire.closed()).isEqualTo(new Closed(4401, "bad-token"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void severalMessagesInOneFrameStayInOrder(Transport transport) throws IOException {
    frames.add("o");
    frames.add("h");
    frames.add("a[\"1\",\"2\",\"3\"]");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = transport.open(server.base())) {
      assertThat(wire.next().text() + wire.next().text() + wire.next().text()).isEqualTo("123");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void binaryCannotBeSent(Transport transport) throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = transport.open(server.base())) {
      assertThat(wire.carriesBinary()).isFalse();
      assertThatThrownBy(() -> wire.send(new byte[1]))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void messagesBeforeTheOpenFrameAreAViolation(Transport transport) throws IOException {
    frames.add("a[\"early\"]");
    try (TinyServer server = new TinyServer(this::serve)) {
      assertThatThrownBy(() -> transport.open(server.base())).isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalFailsTheTestWithTheStatus(Transport transport) throws IOException {
    TinyServer.Conversation refuses =
        peer -> peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    try (TinyServer server = new TinyServer(refuses)) {
      assertThatThrownBy(() -> transport.open(server.base()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("403");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"XHR_POLLING", "XHR_STREAMING", "EVENTSOURCE"})
  void aSecondOpenFrameMeansThatTheSessionWasLost(Transport transport) throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = transport.open(server.base())) {
      frames.add("o");

      assertThat(wire.closed().code()).isEqualTo(Closed.WITHOUT_CLOSE);
    }
  }

  @Test
  void aStreamThatEndsIsAskedForAgain() throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = Transport.XHR_STREAMING.open(server.base())) {
      frames.add("end");
      frames.add("a[\"after\"]");

      assertThat(wire.next().text()).isEqualTo("after");
      assertThat(requests).hasSize(2);
    }
  }

  @Test
  void everyTransportAsksAtItsOwnPathOfOneSession() throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire =
            Transport.EVENTSOURCE.open(server.base(), Handshake.bare().origin("http://x"))) {
      wire.send("hi");
      assertThat(wire.next().text()).isEqualTo("hi");
    }
    assertThat(requests)
        .hasSize(2)
        .allSatisfy(request -> assertThat(request).contains("Origin:http://x"));
    assertThat(requests.poll()).matches("(?s)GET /ws/\\d{3}/s\\w+/eventsource HTTP/1.1.*");
    assertThat(requests.poll()).matches("(?s)POST /ws/\\d{3}/s\\w+/xhr_send HTTP/1.1.*");
  }

  @Test
  void aSessionThatTheServerForgotCannotBeSentTo() throws IOException {
    frames.add("o");
    TinyServer.Conversation forgets =
        peer -> {
          if (peer.request.contains("/xhr_send")) {
            peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
          } else {
            serve(peer);
          }
        };
    try (TinyServer server = new TinyServer(forgets);
        Wire wire = Transport.XHR_POLLING.open(server.base())) {
      assertThatThrownBy(() -> wire.send("hi"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("404");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void aClientCanVanish(Transport transport) throws IOException {
    frames.add("o");
    try (TinyServer server = new TinyServer(this::serve);
        Wire wire = transport.open(server.base())) {
      wire.cut();

      assertThat(wire.closed().code()).isEqualTo(Closed.WITHOUT_CLOSE);
    }
  }

  private void serve(Peer peer) throws IOException {
    requests.add(peer.request + " " + peer.headers);
    String path = peer.request.split(" ", 3)[1];
    switch (path.substring(path.lastIndexOf('/'))) {
      case "/websocket" -> webSocket(peer);
      case "/xhr_send" -> xhrSend(peer);
      case "/xhr" -> {
        String frame = frame() + "\n";
        int length = frame.getBytes(UTF_8).length;
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + frame);
      }
      case "/xhr_streaming" -> stream(peer, "h".repeat(2048) + "\n", "%s\n");
      case "/eventsource" -> stream(peer, "\r\n", "data: %s\r\n\r\n");
      default -> peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
  }

  private void webSocket(Peer peer) throws IOException {
    peer.upgrade();
    while (!frames.isEmpty()) {
      peer.send(WebSocketFrame.text(frame()));
    }
    for (WebSocketFrame in = peer.frame(); in.opcode() == WebSocketFrame.TEXT; in = peer.frame()) {
      peer.send(WebSocketFrame.text(answer(text(in))));
    }
  }

  private static String text(WebSocketFrame frame) {
    return new String(frame.payload(), UTF_8);
  }

  private void xhrSend(Peer peer) throws IOException {
    frames.add(answer(peer.body()));
    peer.write("HTTP/1.1 204 No Content\r\n\r\n");
  }

  private static String answer(String array) {
    return JsonText.strings(array).contains("bye") ? "c[4401,\"bad-token\"]" : "a" + array;
  }

  private void stream(Peer peer, String prelude, String format) throws IOException {
    peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    peer.chunk(prelude);
    for (String frame = frame(); !frame.equals("end"); frame = frame()) {
      boolean event = format.startsWith("data");
      peer.chunk(format.formatted(event ? frame.replace("%", "%25") : frame));
    }
    peer.write("0\r\n\r\n");
  }

  private String frame() throws IOException {
    try {
      return frames.take();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
