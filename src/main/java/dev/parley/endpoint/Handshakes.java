package dev.parley.endpoint;

import dev.parley.limit.HandshakeRate;
import dev.parley.limit.TrustedProxies;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Notes who comes in, and refuses new sessions, of SockJS too, while the service stops or where
 * there are more than it takes in a second. Requests of sessions that exist pass, or their clients
 * could not be told why they end.
 */
record Handshakes(Reception reception, TrustedProxies proxies, HandshakeRate rate)
    implements HandshakeInterceptor {

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    if (reception.isClosed()) {
      return comeAgain(response, 1);
    }
    OptionalInt wait = rate.refuses();
    if (wait.isPresent()) {
      return comeAgain(response, wait.getAsInt());
    }
    new Arrival(
            Arrival.asker(((ServletServerHttpRequest) request).getServletRequest(), proxies)
                .address())
        .noteIn(attributes);
    return true;
  }

  private static boolean comeAgain(ServerHttpResponse response, int seconds) {
    response.getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
    return false;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception failure) {}
}
