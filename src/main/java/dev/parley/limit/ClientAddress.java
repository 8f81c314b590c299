package dev.parley.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Addresses as proxies write them, and what counts as one. */
final class ClientAddress {

  private ClientAddress() {}

  /**
   * What connections are counted by: the address, or of IPv6 its /64, which is what a household
   * gets, so that any number of its addresses are one.
   */
  static Object networkOf(InetAddress address) {
    return address instanceof Inet6Address
        ? new Network(ByteBuffer.wrap(address.getAddress()).getLong())
        : address;
  }

  private record Network(long prefix) {}

  /**
   * An address as it stands in a forwarded header, RFC 7239 section 6: with or without port,
   * brackets and quotes. Never asks a name server.
   */
  static Optional<InetAddress> parse(String text) {
    String bare = text.strip().replace("\"", "");
    int bracket = bare.indexOf(']');
    if (bare.startsWith("[") && bracket > 0) {
      bare = bare.substring(1, bracket);
    } else if (bare.indexOf(':') >= 0 && bare.indexOf(':') == bare.lastIndexOf(':')) {
      bare = bare.substring(0, bare.indexOf(':'));
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
