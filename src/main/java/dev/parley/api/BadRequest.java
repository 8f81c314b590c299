package dev.parley.api;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;

/** A request that says something that cannot be; the sentence never repeats what it said. */
final class BadRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RefusalCode code;

  BadRequest(RefusalCode code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  Refusal refusal() {
    return new Refusal(code);
  }
}
