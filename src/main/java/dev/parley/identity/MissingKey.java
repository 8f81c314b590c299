package dev.parley.identity;

/** The service has no key to verify tokens with, so it must not start. */
public final class MissingKey extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MissingKey() {
    super(
        "Parley verifies every client's token and has no key for it: set parley.auth.secret (at"
            + " least 32 bytes), parley.auth.public-key or parley.auth.jwks-uri, or start with the"
            + " profile demo.");
  }
}
