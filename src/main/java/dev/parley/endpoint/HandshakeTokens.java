package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the token that an HTTP request of a handshake brings: in {@code Authorization}, or in the
 * cookie that {@code parley.auth.cookie} names. CONNECT judges it, if it brings none itself.
 *
 * @param cookie the name of the cookie; empty: no cookie counts
 */
public record HandshakeTokens(Optional<String> cookie) {

  /**
   * The token of a request that the door lets in.
   *
   * @param authorization the headers of that name
   * @param cookies the headers {@code Cookie}, RFC 6265 section 4.2
   * @param hasOrigin whether the request says which page it comes from; the door has checked that
   *     page. Browsers send cookies for every page, so without that a cookie proves nothing
   */
  public Optional<BearerToken> find(
      List<String> authorization, List<String> cookies, boolean hasOrigin) {
    return authorization.stream()
        .flatMap(header -> BearerToken.in(header).stream())
        .findFirst()
        .or(() -> hasOrigin ? inCookie(cookies) : Optional.empty());
  }

  private Optional<BearerToken> inCookie(List<String> headers) {
    return cookie.flatMap(
        name ->
            headers.stream()
                .flatMap(header -> Stream.of(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> unquoted(pair.substring(name.length() + 1).strip()))
                .map(BearerToken::new)
                .findFirst());
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
