package dev.parley.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many clients a node takes in; 0 means no limit.
 *
 * @param connections open at one time
 * @param connectionsPerAddress of one client address, or of one /64 network of IPv6
 * @param connectRate handshakes per second
 */
@ConfigurationProperties("parley.limits")
public record ConnectionSettings(
    @DefaultValue("50000") int connections,
    @DefaultValue("5000") int connectionsPerAddress,
    @DefaultValue("2000") int connectRate) {

  public ConnectionSettings {
    require(connections, "connections");
    require(connectionsPerAddress, "connections-per-address");
    require(connectRate, "connect-rate");
  }

  private static void require(int value, String key) {
    if (value < 0) {
      throw new IllegalArgumentException("parley.limits." + key + " must be 0 or more");
    }
  }
}
