package dev.parley.limit;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Who a request comes from, where proxies stand in front. Anybody can write a forwarded header, so
 * that it is read from right to left and only as long as the one who wrote it is trusted: what a
 * client has put there itself is never reached.
 */
public final class TrustedProxies {

  private static final Pattern FORWARDED =
      Pattern.compile("(?i)(for|host)\\s*=\\s*(\"[^\"]*\"|[^;,\\s]*)");

  /**
   * Who asks.
   *
   * @param address of the client, or of the first machine on its way that is not trusted
   * @param host that it asked for; empty where no trusted proxy says another than the request
   */
  public record Asker(InetAddress address, Optional<String> host) {}

  /** One proxy's word: whom it got the request from, and which host that asked for. */
  private record Hop(Optional<String> from, Optional<String> host) {}

  private final List<IpAddressMatcher> trusted;

  /**
   * @param trustedProxies addresses or networks, such as {@code 10.0.0.0/8}
   */
  public TrustedProxies(List<String> trustedProxies) {
    this.trusted = trustedProxies.stream().map(TrustedProxies::network).toList();
  }

  private static IpAddressMatcher network(String text) {
    try {
      return new IpAddressMatcher(text.strip());
    } catch (IllegalArgumentException notOne) {
      throw new IllegalArgumentException(
          "parley.trusted-proxies: '"
              + text
              + "' is neither an address nor a network such as 10.0.0.0/8",
          notOne);
    }
  }

  /**
   * Who asks. A proxy writes RFC 7239's header or the older ones and may hand on the other as the
   * client sent it: where they contradict each other neither is believed.
   *
   * @param peer at the other end of the connection
   * @param headers all values of a header, by its name, in their order
   */
  public Asker asker(InetAddress peer, Function<String, List<String>> headers) {
    if (trusted.isEmpty() || !isTrusted(peer)) {
      return new Asker(peer, Optional.empty());
    }
    List<Hop> standard =
        elements(headers.apply("Forwarded")).stream().map(TrustedProxies::hop).toList();
    List<Hop> older = olderHops(headers);
    if (standard.isEmpty() || older.isEmpty()) {
      return asker(peer, standard.isEmpty() ? older : standard);
    }
    Asker one = asker(peer, standard);
    Asker other = asker(peer, older);
    return new Asker(
        one.address().equals(other.address()) ? one.address() : peer,
        one.host().equals(other.host()) ? one.host() : Optional.empty());
  }

  /** As far to the left as those who wrote it are trusted. */
  private Asker asker(InetAddress peer, List<Hop> hops) {
    InetAddress address = peer;
    Optional<String> host = Optional.empty();
    for (Hop hop : hops.reversed()) {
      if (hop.host().isPresent()) {
        host = hop.host();
      }
      Optional<InetAddress> from = hop.from().flatMap(ClientAddress::parse);
      if (from.isEmpty()) {
        break;
      }
      address = from.get();
      if (!isTrusted(address)) {
        break;
      }
    }
    return new Asker(address, host);
  }

  private boolean isTrusted(InetAddress address) {
    String text = address.getHostAddress().split("%", 2)[0];
    return trusted.stream().anyMatch(network -> network.matches(text));
  }

  private static Hop hop(String element) {
    Optional<String> from = Optional.empty();
    Optional<String> host = Optional.empty();
    Matcher pair = FORWARDED.matcher(element);
    while (pair.find()) {
      Optional<String> value = Optional.of(pair.group(2).replace("\"", ""));
      if (pair.group(1).equalsIgnoreCase("for")) {
        from = value;
      } else {
        host = value;
      }
    }
    return new Hop(from, host);
  }

  /** Most proxies add to the addresses and set the host: then the nearest one's word counts. */
  private static List<Hop> olderHops(Function<String, List<String>> headers) {
    List<String> addresses = elements(headers.apply("X-Forwarded-For"));
    List<String> hosts = elements(headers.apply("X-Forwarded-Host"));
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < Math.max(addresses.size(), hosts.isEmpty() ? 0 : 1); i++) {
      int fromRight = addresses.size() - 1 - i;
      hops.addFirst(
          new Hop(
              fromRight >= 0 ? Optional.of(addresses.get(fromRight)) : Optional.empty(),
              i < hosts.size() ? Optional.of(hosts.get(hosts.size() - 1 - i)) : Optional.empty()));
    }
    return hops;
  }

  private static List<String> elements(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
  }
}
