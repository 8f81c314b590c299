package dev.parley.identity;

import java.time.InstantSource;

/** Makes the verifier that the configuration asks for. */
public final class TokenVerifiers {

  private TokenVerifiers() {}

  /**
   * The verifier with the keys of the settings; where it fetches or reads them again, it does so
   * until it is closed.
   *
   * @throws MissingKey if there is none
   */
  public static TokenVerifier from(AuthSettings settings, InstantSource clock) {
    return new JwtVerifier(keys(settings), settings, clock);
  }

  private static KeySource keys(AuthSettings settings) {
    String secret = settings.secret();
    String publicKey = settings.publicKey();
    String jwksUri = settings.jwksUri();
    if (secret != null) {
      return VerificationKey.ofSecret(secret);
    }
    if (publicKey != null) {
      return PublicKeys.isFile(publicKey)
          ? PemFile.watched(PublicKeys.file(publicKey), PemFile.INTERVAL)
          : VerificationKey.ofPublicKey(PublicKeys.read(publicKey));
    }
    if (jwksUri != null) {
      return RemoteKeys.of(KeyDownload.from(jwksUri), RemoteKeys.USUAL);
    }
    throw new MissingKey();
  }
}
