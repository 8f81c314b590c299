package dev.parley.endpoint;

import dev.parley.limit.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/**
 * Which pages may ask over HTTP, by the host that the browser asked, whatever proxies made of it.
 */
record Pages(Origins origins, TrustedProxies proxies) {

  /** Whether the request may pass; one that comes from no page does. */
  boolean allow(HttpServletRequest request) {
    String host =
        Arrival.asker(request, proxies).host().orElse(request.getHeader(HttpHeaders.HOST));
    return origins.allow(request.getHeader(HttpHeaders.ORIGIN), host);
  }
}
