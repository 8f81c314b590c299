package dev.parley.identity;

import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Who a verified token says is speaking.
 *
 * @param name the {@code sub}: 1 to 128 characters, no control characters, not {@code server}
 * @param displayName shown in presence
 * @param info a small JSON object, shown in presence
 * @param grants what the token allows where a namespace asks for a grant
 * @param scopes of the HTTP API and the console
 * @param tokenId the {@code jti}
 * @param expires the {@code exp}, without skew
 */
public record User(
    String name,
    Optional<String> displayName,
    Optional<String> info,
    Grants grants,
    Set<String> scopes,
    Optional<String> tokenId,
    Instant expires)
    implements Principal {

  public User {
    scopes = Set.copyOf(scopes);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    // Logs name users often enough; what else the token says about them stays out.
    return name;
  }
}
