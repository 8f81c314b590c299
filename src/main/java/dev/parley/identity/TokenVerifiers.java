package dev.parley.identity;

import java.time.InstantSource;

/** Makes the verifier that the configuration asks for. */
public final class TokenVerifiers {

  private TokenVerifiers() {}

  /**
   * The verifier with the key of the settings.
   *
   * @throws MissingKey if there is none
   */
  public static TokenVerifier from(AuthSettings settings, InstantSource clock) {
    return new JwtVerifier(key(settings), settings, clock);
  }

  private static VerificationKey key(AuthSettings settings) {
    String secret = settings.secret();
    String publicKey = settings.publicKey();
    if (secret != null) {
      return VerificationKey.ofSecret(secret);
    }
    if (publicKey != null) {
      return VerificationKey.ofPublicKey(PublicKeys.read(publicKey));
    }
    throw new MissingKey();
  }
}
