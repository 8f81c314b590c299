package dev.parley.presence;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The messages of one channel's feed, who listens to them, and when a summary is due. */
final class Feed {

  private static final News NOTHING = new News.None();

  private final ChannelName channel;
  private Set<String> nodes = Set.of();
  private MessageId last;

  /** Changes are told together: the listeners know only how many there are, or will soon. */
  private boolean summarising;

  /** A change was not told yet; whoever made it will ask for the summary. */
  private boolean due;

  private long summarised = -PresenceStore.SUMMARY_MILLIS;
  private long timestamp;

  Feed(ChannelName channel, MessageId last) {
    this.channel = channel;
    this.last = last;
  }

  MessageId last() {
    return last;
  }

  boolean hasListeners() {
    return !nodes.isEmpty();
  }

  /** The time of a message that is made now; it does not run backwards when the clock does. */
  long timestamp(long clock) {
    timestamp = Math.max(timestamp, clock);
    return timestamp;
  }

  void listen(String node) {
    Set<String> more = new HashSet<>(nodes);
    more.add(node);
    nodes = Set.copyOf(more);
  }

  void unlisten(String node) {
    Set<String> rest = new HashSet<>(nodes);
    rest.remove(node);
    nodes = Set.copyOf(rest);
  }

  /** Somebody joined or left, and now there are more than may be named, or not. */
  News changed(boolean tooMany, long clock, Supplier<byte[]> change, Supplier<byte[]> summary) {
    if (nodes.isEmpty()) {
      // Who comes to listen begins with a snapshot.
      summarising = tooMany;
      return NOTHING;
    }
    summarising |= tooMany;
    if (!summarising) {
      return event(clock, change.get());
    }
    if (due) {
      return NOTHING;
    }
    due = true;
    return summarise(tooMany, clock, summary);
  }

  News summarise(boolean tooMany, long clock, Supplier<byte[]> summary) {
    if (!due || nodes.isEmpty()) {
      due = false;
      return NOTHING;
    }
    long rest = summarised + PresenceStore.SUMMARY_MILLIS - clock;
    // More than the whole time: the clock was set back, and nobody waits for it to come round.
    if (rest > 0 && rest <= PresenceStore.SUMMARY_MILLIS) {
      return new News.Due(rest);
    }
    due = false;
    summarised = clock;
    summarising = tooMany;
    return event(clock, summary.get());
  }

  private News event(long clock, byte[] json) {
    last = last.at(last.number() + 1);
    return new News.Event(PresenceJson.message(channel, last, timestamp(clock), json), nodes);
  }
}
