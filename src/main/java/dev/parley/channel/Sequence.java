package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts what arrives into the order of the numbers, within one epoch. The next message passes, an
 * old one is dropped, a missing one is waited for, because two publishers overtake each other all
 * the time; after {@value Repair#PATIENCE_MILLIS} ms it is read from the log, and what the log no
 * longer has is skipped. Where no log is kept nothing waits. Touched in the edge's serial only.
 */
final class Sequence {

  private static final int MOST_EARLY = 1024;

  private final TreeMap<Long, Arrived> early = new TreeMap<>();

  private final ChannelName channel;
  private final Backlog backlog;
  private final Tally tally;
  private final Repair repair;
  private final Outlet outlet;

  /** None: nobody listens, or the end of the channel is not known yet. */
  private @Nullable String epoch;

  private long last;

  /** The highest number that is known to be logged, so that what could not wait is read as well. */
  private long seen;

  /** Changes whenever numbers begin to mean something else, so that late answers are told apart. */
  private int life;

  /** Another log was begun and not read yet; what is in it comes before what arrives. */
  private boolean renewing;

  /** The store has gone on to another log; what still comes of this epoch is in there or lost. */
  private boolean over;

  Sequence(
      ChannelName channel, Backlog backlog, EdgeContext context, Serial serial, Outlet outlet) {
    this.channel = channel;
    this.backlog = backlog;
    this.tally = context.tally();
    this.repair = new Repair(channel, backlog, context.node().timer(), serial, this);
    this.outlet = outlet;
  }

  boolean isKnown() {
    return epoch != null;
  }

  int life() {
    return life;
  }

  boolean isOf(Arrived message) {
    return message.entry().id().epoch().equals(epoch);
  }

  boolean isOver() {
    return over;
  }

  /** From now on what arrives does not pass. */
  void stop() {
    over = true;
  }

  /** What arrives passes again. */
  void resume() {
    over = false;
  }

  long last() {
    return last;
  }

  /** Whether there is a log to read from. */
  boolean isKept() {
    return backlog.repairs(channel);
  }

  /** Whether the log has messages that were not passed on yet. */
  boolean isBehind() {
    return epoch != null && last < seen && isKept();
  }

  /** The furthest place in this epoch that anybody here may have been told of. */
  MessageId place() {
    if (epoch == null) {
      throw new IllegalStateException("the epoch is not known yet");
    }
    return new MessageId(epoch, Math.max(last, seen));
  }

  /** Whether the store's end, asked for when {@code number} was logged, is one of another log. */
  boolean contradicts(MessageId end, long number) {
    return !end.epoch().equals(epoch) || end.number() < number;
  }

  /** The end of the channel is known; nobody was told anything before. */
  void begin(MessageId end) {
    epoch = end.epoch();
    last = end.number();
    seen = last;
    life++;
    boolean lost = early.size() == MOST_EARLY;
    List<Arrived> waiting = new ArrayList<>(early.values());
    early.clear();
    waiting.forEach(this::accept);
    if (lost) {
      outlet.doubt();
    }
  }

  /** The log ended there, at the latest a moment ago. */
  void reaches(long end) {
    seen = Math.max(seen, end);
    goOn();
  }

  /** The channel goes on in another log. */
  void renew(Renewal renewal) {
    epoch = renewal.end().epoch();
    last = renewal.placeOf(last);
    seen = renewal.end().number();
    life++;
    over = false;
    early.clear();
    renewing = isBehind();
    if (renewing) {
      repair.now();
    }
  }

  /** Nobody listens: from now on messages go by unseen. */
  void forget() {
    epoch = null;
    life++;
    over = false;
    renewing = false;
    early.clear();
  }

  void accept(Arrived message) {
    if (epoch == null) {
      keep(message);
    } else if (isOf(message)) {
      if (!over) {
        take(message);
      }
    } else {
      outlet.stranger(message);
    }
  }

  private void take(Arrived message) {
    long number = message.number();
    if (number <= last) {
      return;
    }
    seen = Math.max(seen, number);
    if ((number == last + 1 && !renewing) || !isKept()) {
      pass(message);
    } else {
      keep(message);
    }
    goOn();
  }

  private void keep(Arrived message) {
    early.put(message.number(), message);
    if (early.size() > MOST_EARLY) {
      // The log has it too; memory is bounded by what may wait, not by what may come.
      early.pollLastEntry();
    }
  }

  private void pass(Arrived message) {
    last = message.number();
    outlet.next(message);
  }

  /** Passes on what has its turn, and has the rest read. */
  void goOn() {
    while (!renewing && !early.isEmpty() && early.firstKey() <= last + 1) {
      Arrived next = early.pollFirstEntry().getValue();
      if (next.number() == last + 1) {
        pass(next);
      }
    }
    if (isBehind()) {
      repair.soon();
    }
  }

  /**
   * A page of the log that begins where this is, or before.
   *
   * @param logged the highest number that was known to be logged when the page was asked for
   */
  void wasRead(Page page, long logged) {
    if (epoch == null) {
      return;
    }
    if (contradicts(page.end(), logged)) {
      outlet.doubt();
    } else {
      takeIn(page);
    }
    goOn();
  }

  private void takeIn(Page page) {
    long before = last;
    long now = System.nanoTime();
    renewing = false;
    for (Entry entry : page.entries()) {
      if (entry.number() > last) {
        Arrived known = early.get(entry.number());
        tally.repaired.add(known == null ? 1 : 0);
        // What is read may say more than what came, as a snapshot does of its last event.
        pass(new Arrived(entry, known == null ? now : known.at()));
      }
    }
    if (!page.more()) {
      // What the log does not have up to its end is gone for good; what comes after that end may
      // still be on its way.
      last = Math.max(last, page.end().number());
    } else if (last > before && isBehind()) {
      repair.now();
    }
  }
}
