package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through one channel: first what it missed, then what is said, each message
 * once and in order, and none missing without a mark while the subscription stands.
 *
 * <p>While it catches up, live messages are held, at most {@value #MOST_HELD}; beyond that they are
 * left to the log, from which they are read when their turn comes. Touched in the lane only.
 */
public final class Subscription {

  static final int PAGE = 64;
  private static final int MOST_HELD = 256;
  private static final long NEVER = Long.MAX_VALUE;

  private enum State {
    JOINING,
    CATCHING_UP,
    LIVE,
    ENDED
  }

  private final ChannelName channel;
  private final Subscriber subscriber;
  private final Backlog backlog;
  private final Tally tally;
  private final Deque<Entry> held = new ArrayDeque<>(0);
  private State state = State.JOINING;
  private long last;

  /** The first message beyond this number is marked: some before it are gone. */
  private long markAfter = NEVER;

  /** Counts the logs that this went through, so that a page of a former one is not sent on. */
  private int logs;

  private @Nullable Edge edge;

  /** Where the lane keeps it, so that it is found again without a search. */
  int seat = -1;

  /** Whether an edge counts it among its members; owned by the edge. */
  boolean listed;

  /** False once it was ended from outside, perhaps before any edge took it in. */
  volatile boolean wanted = true;

  Subscription(ChannelName channel, Subscriber subscriber, Backlog backlog, Tally tally) {
    this.channel = channel;
    this.subscriber = subscriber;
    this.backlog = backlog;
    this.tally = tally;
  }

  public ChannelName channel() {
    return channel;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  /** Whether the message is simply the next one; then the caller sends it. */
  boolean takes(long number) {
    if (state == State.LIVE && number == last + 1 && number <= markAfter) {
      last = number;
      return true;
    }
    return false;
  }

  /** A live message that is not simply the next one. */
  void offer(Entry entry) {
    switch (state) {
      case LIVE -> {
        if (entry.number() > last) {
          send(entry);
        }
      }
      case JOINING, CATCHING_UP -> hold(entry);
      case ENDED -> {}
    }
  }

  /** It stands, in the log that its edge is at; what it missed is read through that edge. */
  void joined(Joined joined, Edge at) {
    if (state != State.JOINING) {
      return;
    }
    edge = at;
    last = joined.after();
    if (!joined.recovered()) {
      markAfter(last);
    }
    subscriber.joined(joined);
    if (last < joined.end().number()) {
      state = State.CATCHING_UP;
      catchUp();
    } else {
      goLive();
    }
  }

  /** The channel goes on in another log, of which nothing was handed over yet. */
  void renew(Renewal renewal) {
    held.clear();
    logs++;
    if (state == State.JOINING) {
      // It begins in the new one.
      return;
    }
    last = renewal.placeOf(last);
    if (!renewal.lossless()) {
      markAfter(renewal.missingAfter(last));
    }
  }

  /** It cannot go on; later, where it is said again, or it is live, nothing happens. */
  void refused(Refusal refusal) {
    if (state == State.JOINING || state == State.CATCHING_UP) {
      end();
      subscriber.refused(refusal);
    }
  }

  void end() {
    state = State.ENDED;
    held.clear();
  }

  private void hold(Entry entry) {
    if (held.size() == MOST_HELD) {
      held.removeFirst();
    }
    held.addLast(entry);
  }

  /** Reads on from where it is, once there is room. */
  void catchUp() {
    if (state != State.CATCHING_UP) {
      return;
    }
    if (subscriber.hasRoom()) {
      Objects.requireNonNull(edge).read(this, last);
    } else {
      subscriber.whenRoom(this::catchUp);
    }
  }

  /** What the log has after {@code after}. */
  void read(long after, Page page) {
    if (after == last) {
      sendOn(logs, page, page.entries().iterator());
    } else {
      catchUp();
    }
  }

  /** No more than the client has room for: a page of large messages is larger than its buffer. */
  private void sendOn(int log, Page page, Iterator<Entry> left) {
    if (log != logs) {
      catchUp();
      return;
    }
    while (state == State.CATCHING_UP && left.hasNext()) {
      if (!subscriber.hasRoom()) {
        subscriber.whenRoom(() -> sendOn(log, page, left));
        return;
      }
      send(left.next());
      tally.replayed.increment();
    }
    if (state == State.CATCHING_UP) {
      caughtUp(page);
    }
  }

  private void caughtUp(Page page) {
    if (page.more()) {
      catchUp();
      return;
    }
    if (page.end().number() > last) {
      // The newest messages are already gone: they were too old, or too many.
      last = page.end().number();
      markAfter(last);
    }
    goLive();
  }

  /**
   * From the log to what was held meanwhile; back to the log where that does not join up, or where
   * the client has no room for it.
   */
  private void goLive() {
    state = State.LIVE;
    while (!held.isEmpty()) {
      Entry next = held.peekFirst();
      boolean behind = next.number() > last + 1 || !subscriber.hasRoom();
      if (behind && backlog.repairs(channel)) {
        state = State.CATCHING_UP;
        catchUp();
        return;
      }
      held.removeFirst();
      offer(next);
    }
  }

  private void markAfter(long number) {
    if (backlog.marksGaps()) {
      markAfter = Math.min(markAfter, number);
    }
  }

  private void send(Entry entry) {
    long number = entry.number();
    boolean missing = number > markAfter || (number > last + 1 && backlog.marksGaps());
    if (number > markAfter) {
      markAfter = NEVER;
    }
    last = number;
    OutFrame frame = subscriber.style().frame(entry.id(), entry.timestamp(), entry.tail(), missing);
    subscriber.send(frame);
    tally.delivered.increment();
  }
}
