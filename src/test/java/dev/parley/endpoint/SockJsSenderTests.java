package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.store.MemoryStore;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandlingSockJsService;

/** Requests that bring messages, from clients that do not wait or are gone. */
class SockJsSenderTests {

  private final SimpleAsyncTaskScheduler timer = new SimpleAsyncTaskScheduler();
  private final SockJsHttpSession session =
      new SockJsHttpSession(
          "s1",
          new TransportHandlingSockJsService(timer, List.of()),
          new AbstractWebSocketHandler() {},
          new HashMap<>(),
          SockJsTransport.POLLING);

  @AfterEach
  void stop() {
    timer.close();
  }

  @Test
  void aSessionThatIsNotQuiteOpenIsNotFound() throws Exception {
    // Spring's part is done, ours is not.
    session.delegateConnectionEstablished();

    assertThat(ask(new MockHttpServletRequest()).getStatus()).isEqualTo(404);
    assertThat(session.isOpen()).isTrue();
  }

  @Test
  void whoIsGoneBeforeTheRequestBeginsTakesNoPlace() throws Exception {
    try (SmallNode node =
        new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)))) {
      session.delegateConnectionEstablished();
      session.connection(
          new SockJsConnection(
              session,
              node.reception(message -> {}),
              new Arrival(InetAddress.getLoopbackAddress())));
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> ask(new MockHttpServletRequest())).isNotNull();
      }

      MockHttpServletRequest request = new MockHttpServletRequest();
      request.setAsyncSupported(true);
      request.setContent("[\"\\n\"]".getBytes(UTF_8));
      MockHttpServletResponse response = ask(request);
      await().until(() -> response.getStatus() != 200);
      assertThat(response.getStatus()).isEqualTo(204);
    }
  }

  private MockHttpServletResponse ask(MockHttpServletRequest request) {
    MockHttpServletResponse response = new MockHttpServletResponse();
    new SockJsSender(
            new SockJsMessages(100), new HandshakeToken(new HandshakeTokens(Optional.empty())))
        .handleRequest(
            new ServletServerHttpRequest(request),
            new ServletServerHttpResponse(response),
            new AbstractWebSocketHandler() {},
            session);
    return response;
  }
}
