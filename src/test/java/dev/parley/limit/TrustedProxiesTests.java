package dev.parley.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.limit.TrustedProxies.Asker;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a request comes from, whatever anybody writes into its headers. */
class TrustedProxiesTests {

  private static final TrustedProxies PROXIES =
      new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48"));

  private static Asker asker(String peer, Map<String, List<String>> headers) {
    return PROXIES.asker(
        InetAddress.ofLiteral(peer), name -> headers.getOrDefault(name, List.of()));
  }

  private static String address(String peer, String header, String value) {
    return asker(peer, Map.of(header, List.of(value))).address().getHostAddress();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1      | 203.0.113.9                              | 203.0.113.9",
        "10.0.0.1      | 203.0.113.9, 10.0.0.2                    | 203.0.113.9",
        "10.0.0.1      | 203.0.113.9, 192.0.2.7, 10.0.0.2         | 203.0.113.9",
        "10.0.0.1      | 198.51.100.1, 203.0.113.9                | 203.0.113.9",
        "10.0.0.1      | 10.0.0.9, 203.0.113.9                    | 203.0.113.9",
        "10.0.0.1      | 10.0.0.3, 10.0.0.2                       | 10.0.0.3",
        "10.0.0.1      | 203.0.113.9:4711                         | 203.0.113.9",
        "10.0.0.1      | 2001:db8:2::5                            | 2001:db8:2:0:0:0:0:5",
        "10.0.0.1      | [2001:db8:2::5]:4711                     | 2001:db8:2:0:0:0:0:5",
        "2001:db8:1::1 | 203.0.113.9                              | 203.0.113.9",
        "10.0.0.1      | unknown                                  | 10.0.0.1",
        "10.0.0.1      | 203.0.113.9, unknown                     | 10.0.0.1",
        "10.0.0.1      | example.com                              | 10.0.0.1",
        "10.0.0.1      | ::ffff:203.0.113.9                       | 203.0.113.9",
        "203.0.113.1   | 198.51.100.1                             | 203.0.113.1",
        "192.0.2.8     | 198.51.100.1                             | 192.0.2.8",
      })
  void addressesAreReadFromTheRightAsLongAsTheirWriterIsTrusted(
      String peer, String header, String address) {
    assertThat(address(peer, "X-Forwarded-For", header)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.9;proto=https             | 203.0.113.9",
        "for=198.51.100.1, for=203.0.113.9       | 203.0.113.9",
        "For=\"[2001:db8:2::5]:80\";by=10.0.0.1  | 2001:db8:2:0:0:0:0:5",
        "for=_hidden                             | 10.0.0.1",
        "proto=https                             | 10.0.0.1",
      })
  void theStandardHeaderCountsToo(String header, String address) {
    assertThat(address("10.0.0.1", "Forwarded", header)).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=203.0.113.9               | 203.0.113.9 |             | 203.0.113.9 | ''",
        "for=198.51.100.1              | 203.0.113.9 |             | 10.0.0.1    | ''",
        "for=203.0.113.9;host=evil.org | 203.0.113.9 |             | 203.0.113.9 | ''",
        "for=203.0.113.9;host=evil.org | 203.0.113.9 | example.org | 203.0.113.9 | ''",
        "for=203.0.113.9;host=a.org    | 203.0.113.9 | a.org       | 203.0.113.9 | a.org",
        "for=203.0.113.9               |             | evil.org    | 10.0.0.1    | ''",
      })
  void whereTheTwoKindsOfHeadersContradictNeitherIsBelieved(
      String forwarded, String addresses, String hosts, String address, String host) {
    Asker asker =
        asker(
            "10.0.0.1",
            Map.of(
                "Forwarded", List.of(forwarded),
                "X-Forwarded-For", addresses == null ? List.of() : List.of(addresses),
                "X-Forwarded-Host", hosts == null ? List.of() : List.of(hosts)));

    assertThat(asker.address().getHostAddress()).isEqualTo(address);
    assertThat(asker.host().orElse("")).isEqualTo(host);
  }

  @Test
  void severalHeadersAreOneList() {
    Asker asker =
        asker("10.0.0.1", Map.of("X-Forwarded-For", List.of("198.51.100.1", "203.0.113.9")));

    assertThat(asker.address().getHostAddress()).isEqualTo("203.0.113.9");
  }

  @Test
  void theHostIsThatOfTheOutermostTrustedProxy() {
    assertThat(
            asker("10.0.0.1", Map.of("Forwarded", List.of("for=203.0.113.9;host=app.example.com")))
                .host())
        .contains("app.example.com");
    assertThat(
            asker(
                    "10.0.0.1",
                    Map.of(
                        "X-Forwarded-For", List.of("203.0.113.9, 10.0.0.2"),
                        "X-Forwarded-Host", List.of("evil.example, app.example.com, inner")))
                .host())
        .contains("app.example.com");
    assertThat(asker("10.0.0.1", Map.of("X-Forwarded-Host", List.of("app.example.com"))).host())
        .contains("app.example.com");
  }

  @Test
  void nobodyElsesWordOnTheHostCounts() {
    assertThat(asker("203.0.113.1", Map.of("X-Forwarded-Host", List.of("evil.example"))).host())
        .isEmpty();
    assertThat(asker("203.0.113.1", Map.of("Forwarded", List.of("host=evil.example"))).host())
        .isEmpty();
  }

  @Test
  void withoutProxiesNoHeaderCounts() {
    TrustedProxies none = new TrustedProxies(List.of());

    assertThat(
            none.asker(InetAddress.ofLiteral("10.0.0.1"), name -> List.of("203.0.113.9"))
                .address()
                .getHostAddress())
        .isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/99", "example.com", "", "10.0.0.0/x"})
  void whatIsNoAddressIsNamed(String text) {
    assertThatThrownBy(() -> new TrustedProxies(List.of(text)))
        .hasMessageContaining("parley.trusted-proxies")
        .hasMessageContaining("'" + text + "'");
  }
}
