package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's way through one channel: first what it missed, then what is said, each message
 * once and in order, and none missing without a mark while the subscription stands.
 *
 * <p>While it catches up, live messages are held, at most {@value #MOST_HELD}; beyond that they are
 * left to the log, from which they are read when their turn comes. Touched in the lane only.
 */
public final class Subscription {

  private static final int MOST_HELD = 256;
  private static final int PAGE = 64;

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
  private boolean gap;

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
    if (state == State.LIVE && number == last + 1 && !gap) {
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

  void joined(Joined joined) {
    if (state != State.JOINING) {
      return;
    }
    last = joined.after();
    gap = !joined.recovered() && backlog.marksGaps();
    subscriber.joined(joined);
    if (last < joined.end().number()) {
      state = State.CATCHING_UP;
      catchUp();
    } else {
      goLive();
    }
  }

  void refused(Refusal refusal) {
    if (state == State.JOINING) {
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

  private void catchUp() {
    if (state != State.CATCHING_UP) {
      return;
    }
    if (!subscriber.hasRoom()) {
      subscriber.whenRoom(this::catchUp);
      return;
    }
    backlog
        .readAfter(channel, last, PAGE)
        .whenComplete((page, failure) -> subscriber.lane().run(() -> read(page, failure), 1));
  }

  private void read(@Nullable Page page, @Nullable Throwable failure) {
    if (state != State.CATCHING_UP) {
      return;
    }
    if (page == null || failure != null) {
      end();
      subscriber.refused(new Refusal(RefusalCode.UNAVAILABLE));
      return;
    }
    sendOn(page, page.entries().iterator());
  }

  /** No more than the client has room for: a page of large messages is larger than its buffer. */
  private void sendOn(Page page, Iterator<Entry> left) {
    while (state == State.CATCHING_UP && left.hasNext()) {
      if (!subscriber.hasRoom()) {
        subscriber.whenRoom(() -> sendOn(page, left));
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
      gap = backlog.marksGaps();
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

  private void send(Entry entry) {
    boolean missing = gap || (entry.number() > last + 1 && backlog.marksGaps());
    gap = false;
    last = entry.number();
    OutFrame frame = subscriber.style().frame(entry.id(), entry.timestamp(), entry.tail(), missing);
    subscriber.send(frame);
    tally.delivered.increment();
  }
}
