package dev.parley.endpoint;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.context.ServletContextAware;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Turns an HTTP request into a WebSocket of Jetty (RFC 6455 section 4). No extension is ever
 * negotiated, whatever the client offers: compression costs 100 KB a connection and makes every
 * recipient's bytes different.
 */
final class JettyUpgrade implements RequestUpgradeStrategy, ServletContextAware {

  /** What listens to the new WebSocket. */
  interface Listener {
    Object forHandler(
        WebSocketHandler handler, Map<String, Object> attributes, @Nullable Principal user);
  }

  private final Listener listener;
  private final long mostBytes;

  /**
   * @param mostBytes of one WebSocket message, above what one STOMP frame may have; 0: no limit
   */
  JettyUpgrade(Listener listener, long mostBytes) {
    this.listener = listener;
    this.mostBytes = mostBytes;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return List.of();
  }

  @Override
  public void setServletContext(ServletContext context) {
    JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(context);
    if (container != null) {
      // Heart-beats find dead connections; Jetty's own 30 s would end throttled tabs.
      container.setIdleTimeout(Duration.ZERO);
      container.setMaxTextMessageSize(mostBytes);
      container.setMaxBinaryMessageSize(mostBytes);
      container.setMaxFrameSize(mostBytes);
      // Jetty would pass every frame through one more queue; JettyConnection cuts up long ones.
      container.setAutoFragment(false);
    }
  }

  @Override
  public void upgrade(
      ServerHttpRequest request,
      ServerHttpResponse response,
      @Nullable String protocol,
      List<WebSocketExtension> extensions,
      @Nullable Principal user,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
    Object endpoint = listener.forHandler(handler, attributes, user);
    JettyWebSocketCreator creator =
        (upgradeRequest, upgradeResponse) -> {
          if (protocol != null) {
            upgradeResponse.setAcceptedSubProtocol(protocol);
          }
          upgradeResponse.setExtensions(List.of());
          return endpoint;
        };
    try {
      JettyWebSocketServerContainer.getContainer(servletRequest.getServletContext())
          .upgrade(
              creator, servletRequest, ((ServletServerHttpResponse) response).getServletResponse());
    } catch (IOException failure) {
      throw new HandshakeFailureException("The upgrade failed", failure);
    }
  }
}
