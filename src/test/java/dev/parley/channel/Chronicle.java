package dev.parley.channel;

import dev.parley.protocol.MessageId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What a channel held in each of its epochs, those that are over included. */
final class Chronicle {

  /** What a log that was flushed has in common with any before: not even its beginning. */
  private static final long NOTHING = -1;

  /**
   * @param entries all since number 1, what it took over from the former one included
   * @param inherited up to which number it is the same as the former one
   * @param floor what is below this number had been trimmed before
   */
  record Era(List<Entry> entries, long inherited, long floor) {

    long end() {
      return entries.size();
    }

    boolean holds(MessageId id) {
      return id.number() >= 1
          && id.number() <= end()
          && entries.get((int) id.number() - 1).id().equals(id);
    }
  }

  private final List<Era> eras = new ArrayList<>(List.of(new Era(new ArrayList<>(), NOTHING, 1)));
  private final List<String> epochs = new ArrayList<>();
  private final Retention retention;
  private final InstantSource clock;

  Chronicle(Retention retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
  }

  int now() {
    return eras.size() - 1;
  }

  Era era(int era) {
    return eras.get(era);
  }

  Era current() {
    return eras.getLast();
  }

  long end() {
    return current().end();
  }

  /** The epoch that the store has now; whether it may have that. */
  boolean is(String epoch) {
    if (epochs.size() < eras.size()) {
      boolean isNew = !epochs.contains(epoch);
      // An epoch in which nobody asked anything has no name that anybody knows.
      while (epochs.size() < now()) {
        epochs.add("");
      }
      epochs.add(epoch);
      return isNew;
    }
    return epochs.getLast().equals(epoch);
  }

  /** Which era the epoch names; none: -1. */
  int eraOf(String epoch) {
    return epochs.indexOf(epoch);
  }

  void append(Entry entry) {
    current().entries().add(entry);
  }

  void failOver(int missed) {
    long kept = Math.max(0, end() - missed);
    long floor = Math.max(current().floor(), end() - retention.messages() + 1);
    List<Entry> rest = new ArrayList<>(current().entries().subList(0, (int) kept));
    eras.add(new Era(rest, kept, Math.min(floor, kept + 1)));
  }

  void flush() {
    eras.add(new Era(new ArrayList<>(), NOTHING, 1));
  }

  /** Up to which number the log of the later era is the same as that of the earlier one. */
  long shared(int earlier, int later) {
    long shared = eras.get(earlier).end();
    for (int era = earlier + 1; era <= later; era++) {
      shared = Math.min(shared, eras.get(era).inherited());
    }
    return shared;
  }

  /** Whether anything was lost from the one to the other. */
  boolean lostAny(int earlier, int later) {
    for (int era = earlier + 1; era <= later; era++) {
      if (eras.get(era).inherited() < eras.get(era - 1).end()) {
        return true;
      }
    }
    return false;
  }

  /** The oldest number that the era keeps at this moment, or kept at its end. */
  long oldestKept(int era) {
    List<Entry> entries = eras.get(era).entries();
    long oldest = Math.max(eras.get(era).floor(), entries.size() - retention.messages() + 1);
    long time = retention.oldest(clock.millis());
    while (oldest <= entries.size() && entries.get((int) oldest - 1).timestamp() < time) {
      oldest++;
    }
    return oldest;
  }

  /** Whether somebody who follows the era from there could miss what lies before the message. */
  boolean mayMissBefore(MessageId id, int since) {
    for (int era = since; era <= now(); era++) {
      if (eras.get(era).holds(id) && oldestKept(era) >= id.number()) {
        return true;
      }
    }
    return false;
  }
}
