package dev.parley.endpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.web.cors.CorsConfiguration;

/**
 * Which pages may open a connection, RFC 6454. Without configuration those of the same host; scheme
 * and port aside, because a proxy in front changes both.
 *
 * @param allowedOrigins origins, or patterns such as {@code https://*.example.com}
 */
@ConfigurationProperties("parley")
public record Origins(@DefaultValue List<String> allowedOrigins) {

  /**
   * Whether a request may pass. One without an origin comes from no page, and passes.
   *
   * @param host the {@code Host} that the client asked for
   */
  public boolean allow(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    if (allowedOrigins.isEmpty()) {
      Optional<String> page = hostOf(origin);
      return page.isPresent() && page.equals(hostOf("http://" + host));
    }
    CorsConfiguration rules = new CorsConfiguration();
    rules.setAllowedOriginPatterns(allowedOrigins);
    return rules.checkOrigin(origin) != null;
  }

  /** Whether there is no page that may not. */
  public boolean allowsAny() {
    String nobody = UUID.randomUUID() + ".example";
    return allow("https://" + nobody, "localhost") || allow("http://" + nobody, "localhost");
  }

  /** Of the authority, because names with an underscore are no hosts to {@link URI}. */
  private static Optional<String> hostOf(String uri) {
    try {
      String authority = new URI(uri).getRawAuthority();
      if (authority == null || authority.contains("@")) {
        return Optional.empty();
      }
      int port = authority.lastIndexOf(':');
      boolean hasPort = port > authority.lastIndexOf(']');
      String host = hasPort ? authority.substring(0, port) : authority;
      return Optional.of(host.toLowerCase(Locale.ROOT));
    } catch (URISyntaxException notAnOrigin) {
      return Optional.empty();
    }
  }
}
