package dev.parley.fastdoor;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the fast door is.
 *
 * @param port -1: there is none; 0: any that is free
 * @param ssl {@code false}; {@code true}: with the bundle of {@code server.ssl.bundle}; or the name
 *     of a bundle in {@code spring.ssl.bundle}
 */
@ConfigurationProperties("parley.socket")
record SocketSettings(@DefaultValue("8090") int port, @DefaultValue("false") String ssl) {

  private static final int HIGHEST_PORT = 65_535;

  SocketSettings {
    if (port < -1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("parley.socket.port must be -1 to " + HIGHEST_PORT);
    }
    if (ssl.isBlank()) {
      throw new IllegalArgumentException(
          "parley.socket.ssl must be false, true or the name of a bundle");
    }
  }

  boolean isWanted() {
    return port >= 0;
  }
}
