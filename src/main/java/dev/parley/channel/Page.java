package dev.parley.channel;

import dev.parley.protocol.MessageId;
import java.util.List;

/**
 * Consecutive messages of a log, oldest first.
 *
 * @param end the end of the channel when the page was read
 * @param more whether the log retains further messages in the direction of reading
 */
public record Page(List<Entry> entries, MessageId end, boolean more) {

  public Page {
    entries = List.copyOf(entries);
  }
}
