package dev.parley.trial;

/** Why the service cannot be used, in a sentence for whoever operates it. */
final class TrialFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TrialFailure(String sentence) {
    super(sentence);
  }

  TrialFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
