package dev.parley.identity;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;

/**
 * Verifies tokens, and refuses those that were revoked with {@code token-revoked}; closes the
 * verifier with itself.
 */
public final class RevocableTokens implements TokenVerifier, AutoCloseable {

  private final TokenVerifier verifier;
  private final Revocations revocations;

  public RevocableTokens(TokenVerifier verifier, Revocations revocations) {
    this.verifier = verifier;
    this.revocations = revocations;
  }

  @Override
  public User verify(String token) {
    User user = verifier.verify(token);
    if (revocations.cover(user)) {
      throw new Refusal(RefusalCode.TOKEN_REVOKED);
    }
    return user;
  }

  @Override
  public boolean mayBlock() {
    return verifier.mayBlock();
  }

  @Override
  public void close() throws Exception {
    if (verifier instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
