package dev.parley.endpoint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandler;
import org.springframework.web.socket.sockjs.transport.TransportHandlingSockJsService;
import org.springframework.web.socket.sockjs.transport.handler.SockJsWebSocketHandler;
import org.springframework.web.socket.sockjs.transport.handler.WebSocketTransportHandler;
import org.springframework.web.socket.sockjs.transport.session.AbstractSockJsSession;

/**
 * SockJS below {@code /ws}: for clients whose way lets no WebSocket through. The transports of old
 * browsers, which need an iframe or a script, are left out.
 */
@Configuration(proxyBeanMethods = false)
class SockJsConfiguration {

  /** SockJS has its own framing, and older clients do not expect any of WebSocket's. */
  private static final Compression NO_COMPRESSION = new Compression(false);

  /** Heart-beats and the search for clients that ask no more; each on a thread that may block. */
  @Bean(defaultCandidate = false, destroyMethod = "close")
  SimpleAsyncTaskScheduler sockJsTimer() {
    SimpleAsyncTaskScheduler timer = new SimpleAsyncTaskScheduler();
    timer.setThreadNamePrefix("parley-sockjs-");
    timer.setVirtualThreads(true);
    return timer;
  }

  @Bean
  SockJsHttpRequestHandler sockJsDoor(
      Reception reception,
      LimitSettings limits,
      Handshakes handshakes,
      HandshakeTokens handshakeTokens,
      @Qualifier("sockJsTimer") TaskScheduler timer) {
    HandshakeToken tokens = new HandshakeToken(handshakeTokens);
    SockJsMessages messages = new SockJsMessages(limits.socketBytes());
    TransportHandlingSockJsService service =
        new TransportHandlingSockJsService(timer, transports(reception, limits, messages, tokens));
    service.setSessionCookieNeeded(false);
    service.setHeartbeatTime(SockJsConnection.HEARTBEAT.toMillis());
    // Whoever comes here has passed the Doorkeeper; what is left is to say so to the browser.
    service.setAllowedOriginPatterns(List.of("*"));
    service.setHandshakeInterceptors(List.of(handshakes, tokens));
    return new SockJsHttpRequestHandler(service, new SockJsDoor(reception));
  }

  private static List<TransportHandler> transports(
      Reception reception, LimitSettings limits, SockJsMessages messages, HandshakeToken tokens) {
    Stream<TransportHandler> receivers =
        Stream.of(SockJsTransport.values()).map(SockJsReceiver::new);
    return Stream.concat(
            receivers,
            Stream.of(new SockJsSender(messages, tokens), webSocket(reception, limits, messages)))
        .toList();
  }

  private static TransportHandler webSocket(
      Reception reception, LimitSettings limits, SockJsMessages messages) {
    JettyUpgrade upgrade =
        new JettyUpgrade(
            (handler, attributes, user) ->
                handler instanceof SockJsWebSocketHandler
                    ? new SockJsSocket(handler, attributes)
                    : new JettyConnection(
                        reception,
                        Arrival.in(attributes),
                        limits.socketBytes(),
                        HandshakeToken.takeFrom(attributes)),
            NO_COMPRESSION,
            limits.socketBytes());
    return new WebSocketTransportHandler(new DefaultHandshakeHandler(upgrade)) {
      @Override
      public AbstractSockJsSession createSession(
          String id, WebSocketHandler handler, Map<String, Object> attributes) {
        return new SockJsSocketSession(id, getServiceConfig(), handler, attributes, messages);
      }
    };
  }
}
