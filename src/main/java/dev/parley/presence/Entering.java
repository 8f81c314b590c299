package dev.parley.presence;

/** The answer to a user who wants to enter a channel. */
sealed interface Entering {

  record Entered(News news) implements Entering {}

  /** The channel has as many members as it may have, and nothing was changed. */
  record Full() implements Entering {}
}
