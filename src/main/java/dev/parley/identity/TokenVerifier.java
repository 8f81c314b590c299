package dev.parley.identity;

import dev.parley.protocol.Refusal;
import java.time.Duration;

/** Turns a token into a user. Safe for any thread. */
public interface TokenVerifier {

  /** By how much clocks may differ: a token serves for so much longer than it says. */
  Duration SKEW = Duration.ofSeconds(30);

  /**
   * The user that a JWT (RFC 7519) names.
   *
   * @throws Refusal {@code token-expired} where the signature is right and the time is over (30 s
   *     of skew are allowed), {@code unavailable} where no key could be fetched yet, {@code
   *     bad-token} for anything else that is wrong
   */
  User verify(String token);

  /** Whether {@link #verify} may wait for a key; then it must not be called on an I/O thread. */
  boolean mayBlock();
}
