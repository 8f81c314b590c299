package dev.parley.channel;

/** Who may subscribe or publish to the channels of a namespace. */
public enum Access {
  /** Every user. */
  USER,
  /** Users whose token grants it. */
  CLAIM,
  /** To publish: while the same session is subscribed. */
  MEMBER,
  /** Nobody but backends. */
  SERVER
}
