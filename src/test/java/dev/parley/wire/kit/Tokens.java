package dev.parley.wire.kit;

import java.time.InstantSource;

/** Makes JWTs (RFC 7519) signed with a shared secret, good ones and bad ones. */
public record Tokens(String secret, InstantSource clock) {

  /** For a service that judges {@code exp} by the real time. */
  public static Tokens signedWith(String secret) {
    return new Tokens(secret, InstantSource.system());
  }

  /** A good token of that user for an hour. */
  public String of(String user) {
    return user(user).sign();
  }

  /** A good token of that user for an hour, to be changed before it is signed. */
  public TokenDraft user(String user) {
    return TokenDraft.of(secret, user, clock.instant().plusSeconds(3600));
  }

  /** A token that ended an hour ago, far beyond any skew. */
  public String expired(String user) {
    return user(user).expiresAt(clock.instant().minusSeconds(3600)).sign();
  }

  public String withoutExpiry(String user) {
    return user(user).without("exp").sign();
  }

  public String withoutSubject() {
    return user("nobody").without("sub").sign();
  }

  /** Signed correctly, with a key that is not the service's. */
  public String ofAnotherKey(String user) {
    return new Tokens("another-" + secret, clock).of(user);
  }

  /** {@code alg:none} with an empty signature (RFC 7519 section 6). */
  public String unsigned(String user) {
    return user(user).unsigned();
  }
}
