package dev.parley.fastdoor;

import java.net.InetAddress;
import java.util.Optional;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/** What is configured for the service as a whole, and counts for the fast door too. */
record Surroundings(Environment environment, SslBundles bundles) {

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
