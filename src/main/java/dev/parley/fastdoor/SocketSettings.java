package dev.parley.fastdoor;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the fast door is.
 *
 * @param port -1: there is none; 0: any that is free
 */
@ConfigurationProperties("parley.socket")
record SocketSettings(@DefaultValue("8090") int port) {

  private static final int HIGHEST_PORT = 65_535;

  SocketSettings {
    if (port < -1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("parley.socket.port must be -1 to " + HIGHEST_PORT);
    }
  }

  boolean isWanted() {
    return port >= 0;
  }
}
