package dev.parley.session;

/** What the passing of time asks of a session. */
enum Due {
  NOTHING,
  /** We have been silent for as long as we promised not to be. */
  SEND,
  /** The client has been silent for too long: ask. */
  PING,
  /** It did not answer. */
  GIVE_UP,
  /** No CONNECT came. */
  NEVER_CONNECTED,
  /** A write does not end. */
  TOO_SLOW,
  /** It does not read even the reason for its end. */
  ABORT
}
