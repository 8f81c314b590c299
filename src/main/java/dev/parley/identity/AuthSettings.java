package dev.parley.identity;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What tokens are verified with.
 *
 * @param secret for HS256, HS384 and HS512; at least 32 bytes
 * @param publicKey PEM of an RSA, EC or Ed25519 public key, or the path of its file, which is read
 *     again when it changes
 * @param jwksUri where a set of public keys is (RFC 7517): https, or http on loopback
 * @param issuer the {@code iss} that tokens must have
 * @param audience one of the {@code aud} that tokens must have
 * @param cookie the name of the cookie in which a handshake may bring the token
 */
@ConfigurationProperties("parley.auth")
public record AuthSettings(
    @Nullable String secret,
    @Nullable String publicKey,
    @Nullable String jwksUri,
    @Nullable String issuer,
    @Nullable String audience,
    @Nullable String cookie) {

  private static final int SHORTEST_SECRET = 32;

  public AuthSettings {
    if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
      throw new IllegalArgumentException("parley.auth.secret must have at least 32 bytes");
    }
    if (Stream.of(secret, publicKey, jwksUri).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException(
          "Only one of parley.auth.secret, parley.auth.public-key and parley.auth.jwks-uri can be"
              + " set");
    }
    if (publicKey != null) {
      // Read here too, so that a key that cannot be used is told like any other wrong setting.
      var _ = VerificationKey.ofPublicKey(PublicKeys.read(publicKey));
    }
    if (jwksUri != null) {
      var _ = KeyDownload.place(jwksUri);
    }
    refuseEmpty(issuer, "parley.auth.issuer");
    refuseEmpty(audience, "parley.auth.audience");
    // RFC 6265 section 4.1.1
    if (cookie != null && !cookie.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("parley.auth.cookie must be the name of a cookie");
    }
  }

  @Override
  public String toString() {
    return "issuer " + issuer + ", audience " + audience;
  }

  /** A variable that was left empty must not decide whether a check is made. */
  private static void refuseEmpty(@Nullable String value, String key) {
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException(key + " must not be empty");
    }
  }
}
