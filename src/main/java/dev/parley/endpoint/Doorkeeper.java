package dev.parley.endpoint;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a handshake that is not to be: of a foreign page, while the service stops, or at what is
 * no address at all, over which Spring would stumble.
 */
final class Doorkeeper extends OncePerRequestFilter implements Ordered {

  private static final String PATH = "/ws";
  private static final int SESSION_SLASHES = 4;

  private final Pages pages;
  private final Reception reception;

  Doorkeeper(Pages pages, Reception reception) {
    this.pages = pages;
    this.reception = reception;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 100;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.equals(PATH) && !path.startsWith(PATH + "/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!isAddress(request)) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    } else if (!pages.allow(request)) {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    } else if (reception.isClosed() && !isOfSockJsSession(request)) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "1");
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else {
      chain.doFilter(request, response);
    }
  }

  /** RFC 3986, which Jetty does not ask of a query. */
  private static boolean isAddress(HttpServletRequest request) {
    String query = request.getQueryString();
    try {
      var _ =
          new URI(query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query);
      return true;
    } catch (URISyntaxException none) {
      return false;
    }
  }

  /** Below {@code /ws/{server}/{session}}, where {@link Handshakes} knows what is new. */
  private static boolean isOfSockJsSession(HttpServletRequest request) {
    return request.getRequestURI().chars().filter(c -> c == '/').count() == SESSION_SLASHES;
  }
}
