package dev.parley.identity;

import dev.parley.protocol.UserNames;
import java.time.Instant;

/**
 * Keeps a user, or whoever has one token, out until a time: no such token is accepted, and what is
 * open with one ends.
 *
 * @param name the {@code sub} or the {@code jti}
 */
public record Revocation(Kind kind, String name, Instant until) {

  /** What is revoked. */
  public enum Kind {
    /** All tokens with that {@code sub}, new ones too. */
    USER,
    /** The token with that {@code jti}: 1 to 255 characters, no control characters. */
    TOKEN
  }

  private static final int LONGEST_TOKEN_ID = 255;

  /**
   * @throws IllegalArgumentException if there can be no such user or token
   */
  public Revocation {
    boolean valid =
        switch (kind) {
          case USER -> UserNames.isValid(name);
          case TOKEN -> isTokenId(name);
        };
    if (!valid) {
      throw new IllegalArgumentException("not the name of a user or token");
    }
    // Milliseconds are what other nodes and the store are told.
    until = Instant.ofEpochMilli(until.toEpochMilli());
  }

  public static Revocation ofUser(String name, Instant until) {
    return new Revocation(Kind.USER, name, until);
  }

  public static Revocation ofToken(String id, Instant until) {
    return new Revocation(Kind.TOKEN, id, until);
  }

  /** Whether it is about the token that this user brought, whatever the time. */
  public boolean isAbout(User user) {
    return switch (kind) {
      case USER -> user.name().equals(name);
      case TOKEN -> user.tokenId().filter(name::equals).isPresent();
    };
  }

  private static boolean isTokenId(String id) {
    boolean encodable = id.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    return !id.isEmpty()
        && id.length() <= LONGEST_TOKEN_ID
        && encodable
        && id.chars().noneMatch(Character::isISOControl);
  }
}
