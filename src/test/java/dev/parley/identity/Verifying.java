package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A verifier as the configuration makes it, and what it says to tokens. */
final class Verifying {

  private final TokenVerifier verifier;

  private Verifying(AuthSettings settings, Instant now) {
    this.verifier = TokenVerifiers.from(settings, InstantSource.fixed(now));
  }

  static Verifying withSecret(String secret) {
    return new Verifying(new AuthSettings(secret, null, null, null, null, null), HandmadeToken.NOW);
  }

  /** With the secret of the tests. */
  static Verifying at(Instant now) {
    return new Verifying(new AuthSettings(HandmadeToken.SECRET, null, null, null, null, null), now);
  }

  static Verifying asConfigured(@Nullable String issuer, @Nullable String audience) {
    return new Verifying(
        new AuthSettings(HandmadeToken.SECRET, null, null, issuer, audience, null),
        HandmadeToken.NOW);
  }

  static Verifying withPublicKey(String pem) {
    return new Verifying(new AuthSettings(null, pem, null, null, null, null), HandmadeToken.NOW);
  }

  User accepts(String token) {
    return verifier.verify(token);
  }

  void refuses(String token) {
    refuses(token, RefusalCode.BAD_TOKEN);
  }

  void findsExpired(String token) {
    refuses(token, RefusalCode.TOKEN_EXPIRED);
  }

  /** Nothing but the code leaves, not even as the cause of the refusal. */
  private void refuses(String token, RefusalCode code) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> verifier.verify(token))
        .withNoCause()
        .withMessage(code.sentence())
        .extracting(Refusal::code)
        .isEqualTo(code);
  }
}
