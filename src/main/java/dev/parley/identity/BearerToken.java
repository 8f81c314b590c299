package dev.parley.identity;

import java.util.Optional;

/**
 * A token as a client brought it (RFC 6750 section 2.1), before anybody has judged it. It is never
 * told: neither in a log nor by mistake.
 */
public record BearerToken(String text) {

  private static final String SCHEME = "Bearer ";

  /** What an {@code Authorization} says; empty where it names another scheme. */
  public static Optional<BearerToken> in(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(new BearerToken(authorization.substring(SCHEME.length()).strip()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "a token";
  }
}
