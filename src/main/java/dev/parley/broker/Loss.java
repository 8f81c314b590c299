package dev.parley.broker;

import java.util.Locale;

/** Why a broker brought something to nobody. The log has it all; who misses it reads it there. */
public enum Loss {
  /** Arrived, and is no envelope. */
  GARBAGE("is no message of Parley"),
  /** Arrived, and ends before its end. */
  TRUNCATED("was cut off"),
  /** Arrived, and is longer than any node sends. */
  OVERSIZED("is longer than any node sends"),
  /** Arrived from a cluster with another {@code parley.store.prefix}. */
  FOREIGN("comes from a cluster with another parley.store.prefix"),
  /** Arrived from a node that writes envelopes of another version. */
  VERSION("was written by another version of Parley"),
  /** Was to leave while the broker was away or slow, and there was no more room to wait. */
  AWAY("found no room to wait for the broker"),
  /** Was to leave, and is too large for a broker. */
  TOO_LARGE("is too large for the broker");

  private final String sentence;

  Loss(String sentence) {
    this.sentence = sentence;
  }

  /** As a tag of a metric has it. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is said of it in the log, after "something". */
  String sentence() {
    return sentence;
  }
}
