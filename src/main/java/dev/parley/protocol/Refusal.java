package dev.parley.protocol;

/**
 * A refusal on its way to the one place that tells the client. It carries no stack trace: it is an
 * answer, not a fault, and hostile clients can cause as many as they like.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RefusalCode code;
  private final long retryAfterMillis;

  public Refusal(RefusalCode code) {
    this(code, 0);
  }

  /**
   * @param retryAfterMillis after how long trying again makes sense; 0 where that cannot be said
   */
  public Refusal(RefusalCode code, long retryAfterMillis) {
    super(code.sentence(), null, false, false);
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  public RefusalCode code() {
    return code;
  }

  public long retryAfterMillis() {
    return retryAfterMillis;
  }
}
