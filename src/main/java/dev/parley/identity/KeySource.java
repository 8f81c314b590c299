package dev.parley.identity;

import dev.parley.protocol.Refusal;
import java.security.Key;
import java.util.Optional;

/** Where the keys are that tokens are verified with. Safe for any thread. */
interface KeySource {

  /**
   * The one key that a token asks for.
   *
   * @param id the {@code kid} of the token
   * @param algorithm the {@code alg} of the token, which is not to be trusted
   * @return empty where no key serves that algorithm, or more than one would
   * @throws Refusal {@code unavailable} where no key is known yet
   */
  Optional<Key> find(Optional<String> id, String algorithm);

  /** Whether {@link #find} may wait for a key. */
  boolean mayBlock();

  /** Looks for no more keys; those that are known stay. */
  default void close() {}
}
