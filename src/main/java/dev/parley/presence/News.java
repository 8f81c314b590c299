package dev.parley.presence;

import dev.parley.channel.Entry;
import java.util.Set;

/** What a step makes the feed of its channel say. */
sealed interface News {

  /** Nothing: nobody joined or left, nobody listens, or a later summary will say it. */
  record None() implements News {}

  /**
   * The next message of the feed.
   *
   * @param nodes the nodes on which somebody listens
   */
  record Event(Entry entry, Set<String> nodes) implements News {}

  /** Who took this step has to call {@link PresenceStore#summarise} after so many milliseconds. */
  record Due(long millis) implements News {}
}
