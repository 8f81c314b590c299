package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandlingSockJsService;

/** A WebSocket of SockJS as other requests of the same session find it. */
class SockJsSocketSessionTests {

  @Test
  void whoComesBeforeTheWebSocketIsOpenDoesNotStumble() {
    try (SimpleAsyncTaskScheduler timer = new SimpleAsyncTaskScheduler()) {
      SockJsSocketSession session =
          new SockJsSocketSession(
              "s1",
              new TransportHandlingSockJsService(timer, List.of()),
              new AbstractWebSocketHandler() {},
              new HashMap<>(),
              new SockJsMessages(100));

      // Spring asks these of whatever session an address names.
      assertThat(session.getPrincipal()).isNull();
      assertThat(session.getRemoteAddress()).isNull();
    }
  }
}
