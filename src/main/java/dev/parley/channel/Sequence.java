package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts what arrives into the order of the numbers. The next message passes, an old one is dropped,
 * a missing one is waited for, because two publishers overtake each other all the time; after
 * {@value #PATIENCE_MILLIS} ms it is read from the log, and what the log no longer has is skipped.
 * Touched in the edge's serial only.
 */
final class Sequence {

  static final int PATIENCE_MILLIS = 30;
  private static final int MOST_EARLY = 1024;
  private static final int PAGE = 256;
  private static final long UNKNOWN = -1;

  private final TreeMap<Long, Entry> early = new TreeMap<>();
  private final ChannelName channel;
  private final Backlog backlog;
  private final EdgeContext context;
  private final Serial serial;
  private final Consumer<Entry> next;
  private long last = UNKNOWN;

  /** The highest number that arrived, kept or not, so that what could not wait is read as well. */
  private long seen = UNKNOWN;

  private boolean repairing;

  Sequence(
      ChannelName channel,
      Backlog backlog,
      EdgeContext context,
      Serial serial,
      Consumer<Entry> next) {
    this.channel = channel;
    this.backlog = backlog;
    this.context = context;
    this.serial = serial;
    this.next = next;
  }

  /** The end of the channel is known; matters only to the first who asked. */
  void begin(MessageId end) {
    if (last == UNKNOWN) {
      last = end.number();
      early.headMap(last, true).clear();
      passEarly();
    }
  }

  /** Nobody listens: from now on messages go by unseen. */
  void forget() {
    last = UNKNOWN;
    seen = UNKNOWN;
    early.clear();
  }

  void accept(Entry entry) {
    if (last != UNKNOWN && entry.number() <= last) {
      return;
    }
    seen = Math.max(seen, entry.number());
    if (last != UNKNOWN && entry.number() == last + 1) {
      pass(entry);
    } else {
      early.put(entry.number(), entry);
      if (early.size() > MOST_EARLY) {
        // The log has it too; memory is bounded by what may wait, not by what may come.
        early.pollLastEntry();
      }
    }
    passEarly();
  }

  private void pass(Entry entry) {
    last = entry.number();
    next.accept(entry);
  }

  private void passEarly() {
    while (last != UNKNOWN && !early.isEmpty() && early.firstKey() <= last + 1) {
      Entry entry = early.pollFirstEntry().getValue();
      if (entry.number() == last + 1) {
        pass(entry);
      }
    }
    if (last != UNKNOWN && last < seen && !repairing) {
      repairing = true;
      var _ =
          context
              .timer()
              .schedule(() -> serial.run(this::repair), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void repair() {
    if (last == UNKNOWN || last >= seen) {
      repairing = false;
      return;
    }
    if (!backlog.repairs(channel)) {
      repairing = false;
      last = early.isEmpty() ? seen : early.firstKey() - 1;
      passEarly();
      return;
    }
    backlog
        .readAfter(channel, last, PAGE)
        .whenComplete((page, failure) -> serial.run(() -> repaired(page, failure)));
  }

  private void repaired(@Nullable Page page, @Nullable Throwable failure) {
    repairing = false;
    if (last == UNKNOWN) {
      return;
    }
    if (page == null || failure != null) {
      // The store is away: ask again after the same time.
      passEarly();
      return;
    }
    for (Entry entry : page.entries()) {
      if (entry.number() > last) {
        context.tally().repaired.add(early.containsKey(entry.number()) ? 0 : 1);
        pass(entry);
      }
    }
    if (!page.more()) {
      // What the log does not have up to its end is gone for good; what comes after that end may
      // still be on its way.
      last = Math.max(last, page.end().number());
    }
    passEarly();
  }
}
