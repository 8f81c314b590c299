package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Carries the token of a handshake of the Spring door to its session: Spring hands attributes on,
 * and nothing else. Whoever opens the session takes it out, because attributes stay.
 */
record HandshakeToken(HandshakeTokens tokens) implements HandshakeInterceptor {

  private static final String ATTRIBUTE = BearerToken.class.getName();

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    of(request).ifPresent(token -> attributes.put(ATTRIBUTE, token));
    return true;
  }

  /** The token that the request brings. */
  Optional<BearerToken> of(ServerHttpRequest request) {
    HttpHeaders headers = request.getHeaders();
    return tokens.find(
        headers.getOrDefault(HttpHeaders.AUTHORIZATION, List.of()),
        headers.getOrDefault(HttpHeaders.COOKIE, List.of()),
        headers.containsHeader(HttpHeaders.ORIGIN));
  }

  static Optional<BearerToken> takeFrom(Map<String, Object> attributes) {
    return Optional.ofNullable((BearerToken) attributes.remove(ATTRIBUTE));
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception failure) {}
}
