package dev.parley.channel;

/**
 * A message that can be handed over here.
 *
 * @param at since when, {@link System#nanoTime}: it was logged by this node, or came from another,
 *     or from the log
 */
record Arrived(Entry entry, long at) {

  long number() {
    return entry.number();
  }
}
