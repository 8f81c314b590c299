package dev.parley.endpoint;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletCoreRequest;
import org.eclipse.jetty.ee11.servlet.ServletCoreResponse;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketCreator;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
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
 * Turns an HTTP request into a WebSocket of Jetty (RFC 6455 section 4). No extension is negotiated,
 * whatever the client offers, but {@link Compression}, and that not of Jetty's kind.
 */
final class JettyUpgrade implements RequestUpgradeStrategy, ServletContextAware {

  /** What listens to the new WebSocket: a {@link FrameHandler}, or what Jetty's API takes. */
  interface Listener {
    Object forHandler(
        WebSocketHandler handler, Map<String, Object> attributes, @Nullable Principal user);
  }

  private final Listener listener;
  private final Compression compression;
  private final long mostBytes;

  /**
   * @param mostBytes of one WebSocket message, above what one STOMP frame may have; 0: no limit
   */
  JettyUpgrade(Listener listener, Compression compression, long mostBytes) {
    this.listener = listener;
    this.compression = compression;
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
      // Of SockJS's WebSockets; of the others see upgraded().
      container.setIdleTimeout(Duration.ZERO);
      container.setMaxTextMessageSize(mostBytes);
      container.setMaxBinaryMessageSize(mostBytes);
      container.setMaxFrameSize(mostBytes);
      container.setAutoFragment(false);
    }
    ServletContextHandler handler = ServletContextHandler.getServletContextHandler(context);
    if (handler != null && compression.compression()) {
      WebSocketServerComponents.getWebSocketComponents(handler)
          .getExtensionRegistry()
          .register(Compression.EXTENSION, JettyDeflate.class);
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
    HttpServletResponse servletResponse =
        ((ServletServerHttpResponse) response).getServletResponse();
    try {
      if (endpoint instanceof FrameHandler frames) {
        upgraded(frames, protocol, servletRequest, servletResponse);
      } else {
        JettyWebSocketServerContainer.getContainer(servletRequest.getServletContext())
            .upgrade(creator(endpoint, protocol), servletRequest, servletResponse);
      }
    } catch (IOException failure) {
      throw new HandshakeFailureException("The upgrade failed", failure);
    }
  }

  private static JettyWebSocketCreator creator(Object endpoint, @Nullable String protocol) {
    return (request, response) -> {
      if (protocol != null) {
        response.setAcceptedSubProtocol(protocol);
      }
      response.setExtensions(List.of());
      return endpoint;
    };
  }

  /** Leaves out Jetty's API for applications, which keeps the request as long as the socket. */
  private void upgraded(
      FrameHandler frames,
      @Nullable String protocol,
      HttpServletRequest servletRequest,
      HttpServletResponse servletResponse)
      throws IOException {
    WebSocketMappings mappings =
        WebSocketMappings.ensureMappings(
            ServletContextHandler.getServletContextHandler(
                servletRequest.getServletContext(), "WebSocket"));
    List<ExtensionConfig> agreed =
        compression
            .answer(Collections.list(servletRequest.getHeaders("Sec-WebSocket-Extensions")))
            .map(answer -> List.of(ExtensionConfig.parse(answer)))
            .orElse(List.of());
    WebSocketNegotiator negotiator =
        (request, response, callback) -> {
          if (protocol != null) {
            response.setAcceptedSubProtocol(protocol);
          }
          response.setExtensions(agreed);
          return frames;
        };
    Request request = ServletCoreRequest.wrap(servletRequest);
    Response response = ServletCoreResponse.wrap(request, servletResponse, false);
    try (Blocker.Callback callback = Blocker.callback()) {
      if (mappings.upgrade(negotiator, request, response, callback, this::configure)) {
        callback.block();
      } else {
        // Such as of HTTP/1.0, which Spring does not look at: no handshake, and no answer yet.
        callback.succeeded();
        servletResponse.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      }
    }
  }

  private void configure(Configuration socket) {
    // Heart-beats find dead connections; Jetty's own 30 s would end throttled tabs.
    socket.setIdleTimeout(Duration.ZERO);
    socket.setMaxFrameSize(mostBytes);
    // A longer frame is refused, not cut up.
    socket.setAutoFragment(false);
  }
}
