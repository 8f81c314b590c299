package dev.parley.fastdoor;

import dev.parley.session.DeliveryTimes;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/** What the service has as a whole, and the fast door too. */
record Surroundings(Environment environment, SslBundles bundles, DeliveryTimes times) {

  /** Whoever keeps the HTTP port to one address means this one too. */
  Optional<InetAddress> address() {
    return Optional.ofNullable(environment.getProperty("server.address", InetAddress.class));
  }

  /**
   * The TLS that {@code parley.socket.ssl} asks for.
   *
   * @throws DoorStaysShut where it cannot be had
   */
  Optional<DoorTls> tls(String ssl) {
    return DoorTls.of(ssl, bundles, environment);
  }
}
