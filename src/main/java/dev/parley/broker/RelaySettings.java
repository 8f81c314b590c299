package dev.parley.broker;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the STOMP broker is and how to get in.
 *
 * @param addresses {@code host:port} of each broker of a cluster, tried in turn; where there are
 *     any, {@code host} and {@code port} do not count
 * @param virtualHost of RabbitMQ; Artemis has none
 * @param ssl {@code false}, {@code true} (trusting whom the JVM trusts), or the name of a bundle in
 *     {@code spring.ssl.bundle}
 * @param connections of this node, 1 to 16; the same number on every node of the cluster, for a
 *     connection sends to those of the same number
 */
@ConfigurationProperties("parley.relay")
public record RelaySettings(
    @DefaultValue("127.0.0.1") String host,
    @DefaultValue("61613") int port,
    @DefaultValue List<String> addresses,
    @Nullable String login,
    @Nullable String passcode,
    @DefaultValue("/") String virtualHost,
    @DefaultValue("false") String ssl,
    @DefaultValue("2") int connections) {

  private static final int MOST_CONNECTIONS = 16;

  /** One broker. */
  record Target(String host, int port) {

    @Override
    public String toString() {
      return host + ':' + port;
    }
  }

  public RelaySettings {
    addresses = List.copyOf(addresses);
    require(!host.isBlank(), "host", "must not be empty");
    require(isPort(port), "port", "must be 1 to 65535");
    addresses.forEach(RelaySettings::parse);
    require((login == null) == (passcode == null), "login", "and passcode go together");
    require(isOneLine(login), "login", "must be one line");
    require(isOneLine(passcode), "passcode", "must be one line");
    require(isOneLine(virtualHost), "virtual-host", "must be one line");
    require(!ssl.isBlank(), "ssl", "must be false, true or the name of a bundle");
    require(
        connections >= 1 && connections <= MOST_CONNECTIONS,
        "connections",
        "must be 1 to " + MOST_CONNECTIONS);
  }

  /** Whether the broker is reached over TLS. */
  public boolean encrypted() {
    return !ssl.equals("false");
  }

  /**
   * The bundle of {@code spring.ssl.bundle} that says whom to trust; empty: whom the JVM trusts.
   */
  public Optional<String> bundle() {
    return encrypted() && !ssl.equals("true") ? Optional.of(ssl) : Optional.empty();
  }

  /** Every broker, at least one. */
  List<Target> targets() {
    return addresses.isEmpty()
        ? List.of(new Target(host, port))
        : addresses.stream().map(RelaySettings::parse).toList();
  }

  /** The key that says where the broker is, for a message about it. */
  String whereKey(String single) {
    return "parley.relay." + (addresses.isEmpty() ? single : "addresses");
  }

  /** CONNECT knows no escapes. */
  private static boolean isOneLine(@Nullable String value) {
    return value == null || value.chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
  }

  private static Target parse(String address) {
    int colon = address.lastIndexOf(':');
    String digits = address.substring(colon + 1);
    boolean sound = colon > 0 && digits.matches("\\d{1,5}") && isPort(Integer.parseInt(digits));
    require(sound, "addresses", "must each be host:port");
    String host = address.substring(0, colon);
    boolean ipv6 = host.startsWith("[") && host.endsWith("]");
    return new Target(ipv6 ? host.substring(1, host.length() - 1) : host, Integer.parseInt(digits));
  }

  private static boolean isPort(int port) {
    return port >= 1 && port <= 65_535;
  }

  private static void require(boolean holds, String key, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("parley.relay." + key + ' ' + rule);
    }
  }

  /** Without the passcode. */
  @Override
  public String toString() {
    return targets() + ", login " + login + ", virtual host " + virtualHost + ", ssl " + ssl;
  }
}
