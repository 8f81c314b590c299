package dev.parley.endpoint;

import dev.parley.limit.TrustedProxies;
import dev.parley.limit.TrustedProxies.Asker;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.Collections;
import java.util.Map;

/**
 * What is known of a client from its handshake.
 *
 * @param address of the client, behind whatever proxies are trusted
 */
public record Arrival(InetAddress address) {

  private static final String ATTRIBUTE = Arrival.class.getName();

  /** Who asks by that request. */
  static Asker asker(HttpServletRequest request, TrustedProxies proxies) {
    return proxies.asker(
        InetAddress.ofLiteral(request.getRemoteAddr()),
        name -> Collections.list(request.getHeaders(name)));
  }

  /** Leaves it where whoever opens the connection finds it. */
  void noteIn(Map<String, Object> handshake) {
    handshake.put(ATTRIBUTE, this);
  }

  static Arrival in(Map<String, Object> handshake) {
    if (handshake.get(ATTRIBUTE) instanceof Arrival arrival) {
      return arrival;
    }
    throw new IllegalStateException("no handshake has noted who arrives");
  }
}
