package dev.parley.loadtest.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One subscription to a channel's presence. Thread-safe. */
public final class PresenceLog {

  /** What can be told. */
  public enum What {
    SNAPSHOT,
    JOIN,
    LEAVE,
    COUNT
  }

  /**
   * One message of the feed.
   *
   * @param users whom it names: all members, or who joined or left
   * @param time the store's, epoch ms, of a join or leave
   * @param at when it arrived, ms of the history
   */
  public record Event(What what, List<String> users, long time, long at) {

    public Event {
      users = List.copyOf(users);
    }
  }

  private final History history;
  private final int id;
  private final SessionLog session;
  private final String channel;
  private final List<Event> events = new ArrayList<>();
  private Optional<Set<String>> members = Optional.empty();
  private boolean ended;

  PresenceLog(History history, int id, SessionLog session, String channel) {
    this.history = history;
    this.id = id;
    this.session = session;
    this.channel = channel;
  }

  /** A message of the feed came. */
  public synchronized void told(What what, List<String> users, long time) {
    events.add(new Event(what, users, time, history.now()));
    switch (what) {
      case SNAPSHOT -> members = Optional.of(new HashSet<>(users));
      case JOIN -> members.ifPresent(known -> known.addAll(users));
      case LEAVE -> members.ifPresent(known -> known.removeAll(Set.copyOf(users)));
      case COUNT -> members = Optional.empty();
    }
  }

  public synchronized void ended() {
    ended = true;
  }

  public String channel() {
    return channel;
  }

  SessionLog session() {
    return session;
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** How many messages came. */
  public synchronized int size() {
    return events.size();
  }

  /** Whom a client would show now; empty before the first snapshot and where only counts come. */
  public synchronized Optional<Set<String>> members() {
    return members.map(Set::copyOf);
  }

  /** Whether it stands now. */
  public synchronized boolean stands() {
    return !ended && session.isOpen();
  }

  @Override
  public String toString() {
    return "presence %d of %s in %s".formatted(id, channel, session);
  }
}
