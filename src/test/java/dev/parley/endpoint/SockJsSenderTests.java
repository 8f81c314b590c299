package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandlingSockJsService;

/** Messages of a SockJS client that does not wait for the open frame. */
class SockJsSenderTests {

  @Test
  void aSessionThatIsNotQuiteOpenIsNotFound() throws Exception {
    try (SimpleAsyncTaskScheduler timer = new SimpleAsyncTaskScheduler()) {
      SockJsHttpSession session =
          new SockJsHttpSession(
              "s1",
              new TransportHandlingSockJsService(timer, List.of()),
              new AbstractWebSocketHandler() {},
              new HashMap<>(),
              SockJsTransport.POLLING);
      // Spring's part is done, ours is not.
      session.delegateConnectionEstablished();
      MockHttpServletResponse response = new MockHttpServletResponse();

      new SockJsSender(
              new SockJsMessages(100), new HandshakeToken(new HandshakeTokens(Optional.empty())))
          .handleRequest(
              new ServletServerHttpRequest(new MockHttpServletRequest()),
              new ServletServerHttpResponse(response),
              new AbstractWebSocketHandler() {},
              session);

      assertThat(session.isOpen()).isTrue();
      assertThat(response.getStatus()).isEqualTo(404);
    }
  }
}
