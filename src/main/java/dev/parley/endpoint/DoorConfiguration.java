package dev.parley.endpoint;

import dev.parley.limit.Capacity;
import dev.parley.limit.ConnectionSettings;
import dev.parley.limit.HandshakeRate;
import dev.parley.limit.ProxySettings;
import dev.parley.limit.TrustedProxies;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/** Where clients come in. */
@Configuration(proxyBeanMethods = false)
class DoorConfiguration {

  /** What may be waiting to be accepted when thousands of clients come back at once. */
  private static final int ACCEPT_QUEUE = 4096;

  @Bean
  WebSocketHttpRequestHandler webSocketDoor(
      Reception reception,
      Compression compression,
      LimitSettings limits,
      Handshakes handshakes,
      HandshakeTokens handshakeTokens) {
    long most = limits.socketBytes();
    JettyUpgrade upgrade =
        new JettyUpgrade(
            (handler, attributes, user) ->
                new JettyConnection(
                    reception, Arrival.in(attributes), most, HandshakeToken.takeFrom(attributes)),
            compression,
            most);
    WebSocketHttpRequestHandler door =
        new WebSocketHttpRequestHandler(new SpringDoor(), new DefaultHandshakeHandler(upgrade));
    door.setHandshakeInterceptors(List.of(handshakes, new HandshakeToken(handshakeTokens)));
    return door;
  }

  @Bean
  WebSocketHandlerMapping doorMapping(
      WebSocketHttpRequestHandler webSocketDoor, SockJsHttpRequestHandler sockJsDoor) {
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put("/ws", webSocketDoor);
    paths.put("/ws/**", sockJsDoor);
    WebSocketHandlerMapping mapping = new WebSocketHandlerMapping();
    mapping.setOrder(1);
    mapping.setUrlMap(paths);
    return mapping;
  }

  @Bean
  Handshakes handshakes(Reception reception, TrustedProxies proxies, HandshakeRate rate) {
    return new Handshakes(reception, proxies, rate);
  }

  @Bean
  TrustedProxies trustedProxies(ProxySettings settings) {
    return new TrustedProxies(settings.trustedProxies());
  }

  @Bean
  HandshakeRate handshakeRate(ConnectionSettings settings, MeterRegistry registry) {
    HandshakeRate rate = new HandshakeRate(settings.connectRate());
    FunctionCounter.builder("parley.connects", rate, HandshakeRate::refused)
        .tag("outcome", "connect-rate")
        .register(registry);
    return rate;
  }

  @Bean
  Doorkeeper doorkeeper(Origins origins, Reception reception, TrustedProxies proxies) {
    return new Doorkeeper(new Pages(origins, proxies), reception);
  }

  @Bean
  RoomHealthIndicator roomHealthIndicator(Capacity capacity) {
    return new RoomHealthIndicator(capacity);
  }

  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> acceptQueue() {
    return factory ->
        factory.addServerCustomizers(
            server -> {
              for (var connector : server.getConnectors()) {
                if (connector instanceof ServerConnector sockets) {
                  sockets.setAcceptQueueSize(ACCEPT_QUEUE);
                }
              }
            });
  }

  /** As long as the fast door gives a handshake. */
  @Bean
  WebServerFactoryCustomizer<JettyServletWebServerFactory> requestDeadline(LimitSettings limits) {
    return factory -> {
      if (limits.connectTimeout().isPositive()) {
        factory.addServerCustomizers(new RequestDeadline(limits.connectTimeout())::watch);
      }
    };
  }
}
