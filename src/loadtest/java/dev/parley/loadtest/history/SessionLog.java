package dev.parley.loadtest.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection of one user: what it sent and what was answered, in order. Thread-safe. */
public final class SessionLog {

  /** How a session ends whose place another has taken. */
  public static final String MOVED = "moved";

  /** How a session ends that the service has closed. */
  public static final String CLOSED = "closed by the service";

  /** What happened to a message that this session sent. */
  public enum What {
    SENT,
    ACCEPTED,
    REFUSED
  }

  /**
   * One step of a message's way into its channel.
   *
   * @param note the {@code message-id} where it was accepted, the code where it was refused
   */
  public record Step(What what, String channel, long key, String note, long at) {}

  private final History history;
  private final int id;
  private final String user;
  private final String node;
  private final long opened;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> errors = new ArrayList<>(0);
  private String end = "";
  private long closed = -1;

  SessionLog(History history, int id, String user, String node) {
    this.history = history;
    this.id = id;
    this.user = user;
    this.node = node;
    this.opened = history.now();
  }

  /** A SEND leaves for the socket; to be called in the order of the frames. */
  public synchronized void sent(String channel, long key) {
    steps.add(new Step(What.SENT, channel, key, "", history.now()));
  }

  /** Its RECEIPT came. */
  public synchronized void accepted(String channel, long key, Place place) {
    steps.add(new Step(What.ACCEPTED, channel, key, place.toString(), history.now()));
  }

  /** It was refused, without the end of the connection. */
  public synchronized void refused(String channel, long key, String code) {
    steps.add(new Step(What.REFUSED, channel, key, code, history.now()));
  }

  /** The service refused something else, or said ERROR. */
  public synchronized void error(String code) {
    errors.add(code);
  }

  /** The connection is over, or is being ended by the client; only the first counts. */
  public synchronized void closed(String how) {
    if (closed < 0) {
      closed = history.now();
      end = how;
    }
  }

  public int id() {
    return id;
  }

  public String user() {
    return user;
  }

  public String node() {
    return node;
  }

  public long opened() {
    return opened;
  }

  /** The steps so far, in order. */
  public synchronized List<Step> steps() {
    return List.copyOf(steps);
  }

  synchronized Optional<Place> lastAccepted(String channel) {
    return steps.reversed().stream()
        .filter(step -> step.what() == What.ACCEPTED && step.channel().equals(channel))
        .findFirst()
        .map(step -> Place.parse(step.note()));
  }

  public synchronized List<String> errors() {
    return List.copyOf(errors);
  }

  public synchronized boolean isOpen() {
    return closed < 0;
  }

  /** When it ended, ms of the history; -1 while it is open. */
  public synchronized long closed() {
    return closed;
  }

  /** How it ended; nothing while it is open. */
  public synchronized String end() {
    return end;
  }

  @Override
  public String toString() {
    return "session " + id + " of " + user + " at " + node;
  }
}
