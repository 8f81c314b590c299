package dev.parley.endpoint;

import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who leaves when, so that other nodes get the clients evenly over a time. At its turn a session
 * that listens for notices is asked to move, and is closed ({@code restarting}) if it has not by
 * the end of the time it was given; any other is closed at its turn. The last to be asked has its
 * whole time within the duration. One thread at a time.
 */
final class Departures {

  /** What a client needs, half of it to spread by itself and half to connect and resume. */
  private static final long MOVE = Duration.ofSeconds(5).toNanos();

  private final SessionNotices notices;
  private final long duration;
  private final long within;
  private final Set<Conversation> had = new HashSet<>();

  /** Until when those may stay who were asked to move. */
  private final Map<Conversation, Long> until = new HashMap<>();

  private int asked;
  private int closed;

  Departures(SessionNotices notices, Duration duration) {
    this.notices = notices;
    this.duration = duration.toNanos();
    this.within = Math.min(this.duration / 2, MOVE);
  }

  /**
   * Gives their turn to all whose turn has come. Others may have come or gone since the last time.
   *
   * @param elapsed nanoseconds since the first turn
   */
  void look(Collection<Conversation> present, long elapsed) {
    List<Conversation> waiting = new ArrayList<>();
    for (Conversation each : present) {
      if (!had.contains(each)) {
        waiting.add(each);
      }
    }
    int due = due(had.size() + waiting.size(), elapsed) - had.size();
    waiting.stream().limit(Math.max(0, due)).forEach(each -> takesLeave(each, elapsed));
    closeLate(elapsed);
  }

  /** How many of so many should have had their turn by then: the first at once. */
  private int due(int all, long elapsed) {
    long asking = duration - within;
    return elapsed >= asking ? all : Math.min(all, 1 + (int) ((double) elapsed / asking * all));
  }

  private void takesLeave(Conversation conversation, long elapsed) {
    had.add(conversation);
    long time = Math.min(within, duration - elapsed);
    boolean listens = !conversation.queue(Destination.SESSION).isEmpty();
    if (listens && time > within / 2) {
      asked++;
      until.put(conversation, elapsed + time);
      notices.move(conversation.session(), Duration.ofNanos(time));
    } else {
      close(conversation);
    }
  }

  private void closeLate(long elapsed) {
    Iterator<Map.Entry<Conversation, Long>> all = until.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Conversation, Long> each = all.next();
      if (elapsed >= each.getValue()) {
        all.remove();
        close(each.getKey());
      }
    }
  }

  /** Once everything that was read until now is done and answered. */
  private void close(Conversation conversation) {
    if (conversation.session().isOpen()) {
      closed++;
      Refusal restarting = new Refusal(RefusalCode.RESTARTING);
      Runnable end = () -> conversation.session().end(restarting, Optional.empty());
      conversation.turnstile().enter(Turnstile.Turn.quick(end));
    }
  }

  /** How it went, for operators. */
  @Override
  public String toString() {
    return "%d asked to move, %d closed".formatted(asked, closed);
  }
}
