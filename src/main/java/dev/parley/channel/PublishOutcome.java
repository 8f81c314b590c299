package dev.parley.channel;

import java.util.Locale;

/** What becomes of a publication. */
public enum PublishOutcome {
  /** It is in the log, as a new message. */
  LOGGED,
  /** It was in the log before, under the same key. */
  DUPLICATE,
  /** It was not allowed, or not understood. */
  REFUSED,
  /** The store is away; whether it is in the log is unknown. */
  UNAVAILABLE;

  /** As a tag of a metric has it. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
