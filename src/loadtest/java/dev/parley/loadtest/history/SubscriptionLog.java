package dev.parley.loadtest.history;

import java.util.Optional;

/** One subscription to one channel, from SUBSCRIBE to its end. Thread-safe. */
public final class SubscriptionLog {

  private final History history;
  private final int id;
  private final SessionLog session;
  private final String channel;
  private final String since;
  private final Deliveries deliveries = new Deliveries();
  private Optional<Place> begin = Optional.empty();
  private Optional<Boolean> recovered = Optional.empty();
  private Optional<Place> last = Optional.empty();
  private long begun = -1;
  private long ended = -1;
  private int early;

  SubscriptionLog(History history, int id, SessionLog session, String channel, String since) {
    this.history = history;
    this.id = id;
    this.session = session;
    this.channel = channel;
    this.since = since;
  }

  /** The RECEIPT of the SUBSCRIBE came. */
  public synchronized void begun(Place end, Optional<Boolean> isRecovered) {
    begin = Optional.of(end);
    recovered = isRecovered;
    begun = history.now();
  }

  public synchronized void delivered(Place place, long key, long timestamp, boolean gap) {
    if (begin.isEmpty()) {
      early++;
    }
    last = Optional.of(place);
    deliveries.add(new Delivery(place, key, timestamp, gap, history.now()));
  }

  /** It was taken back, or its connection ends; only the first counts. */
  public synchronized void ended() {
    if (ended < 0) {
      ended = history.now();
    }
  }

  public int id() {
    return id;
  }

  public SessionLog session() {
    return session;
  }

  public String channel() {
    return channel;
  }

  /** What was asked for: a message-id, {@code last:{n}}, or nothing. */
  String since() {
    return since;
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** The channel's end when the subscription began; empty before the RECEIPT. */
  public synchronized Optional<Place> begin() {
    return begin;
  }

  public synchronized Optional<Boolean> recovered() {
    return recovered;
  }

  /** The last message that was handed on; empty before the first. */
  public synchronized Optional<Place> last() {
    return last;
  }

  /** The last message, or where it began; empty before the RECEIPT. */
  public synchronized Optional<Place> position() {
    return last.isPresent() ? last : begin;
  }

  /** How many messages came before the RECEIPT. */
  synchronized int early() {
    return early;
  }

  /** When the RECEIPT came; -1 before. */
  synchronized long begunAt() {
    return begun;
  }

  /** When it ended; -1 while it stands. */
  synchronized long endedAt() {
    return ended >= 0 ? ended : session.closed();
  }

  /** Whether it stands now. */
  public synchronized boolean stands() {
    return begin.isPresent() && ended < 0 && session.isOpen();
  }

  @Override
  public String toString() {
    String asked = since.isEmpty() ? "live" : "since " + since;
    String answer =
        begin().map(Place::toString).orElse("no receipt")
            + recovered().map(is -> is ? " recovered" : " not recovered").orElse("");
    return "subscription %d to %s (%s, %s) in %s".formatted(id, channel, asked, answer, session);
  }
}
