package dev.parley.loadtest.history;

import dev.parley.loadtest.history.PresenceLog.What;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A history written by hand, one act after the other, each a millisecond later. There is one
 * channel; message {@code n} of a client is {@link #key}.
 */
final class Script {

  static final String ROOM = "rooms.lobby";
  static final int RETAINED = 100;

  private static final long START = 1_000_000;

  private long now = START;
  private final History history = new History(() -> now);

  SessionLog session(String user) {
    now++;
    return history.connected(user, "node-1");
  }

  static long key(int message) {
    return Keys.of(1, message);
  }

  /** A message is sent and accepted there. */
  void published(SessionLog session, int message, String place) {
    sent(session, message);
    accepted(session, message, place);
  }

  void sent(SessionLog session, int message) {
    now++;
    session.sent(ROOM, key(message));
  }

  void accepted(SessionLog session, int message, String place) {
    now++;
    session.accepted(ROOM, key(message), Place.parse(place));
  }

  void refused(SessionLog session, int message, String code) {
    now++;
    session.refused(ROOM, key(message), code);
  }

  /** A subscription that begins at that end without asking for anything. */
  SubscriptionLog live(SessionLog session, String end) {
    return subscribed(session, "", end, Optional.empty());
  }

  /** One that resumes. */
  SubscriptionLog resumed(SessionLog session, String since, String end, boolean recovered) {
    return subscribed(session, since, end, Optional.of(recovered));
  }

  /** One that begins with the last so many. */
  SubscriptionLog lastOf(SessionLog session, int count, String end) {
    return subscribed(session, "last:" + count, end, Optional.of(true));
  }

  /** One that resumes, and is not told whether it recovered. */
  SubscriptionLog withoutRecovered(SessionLog session, String since, String end) {
    return subscribed(session, since, end, Optional.empty());
  }

  /** One whose RECEIPT has not come. */
  SubscriptionLog unanswered(SessionLog session) {
    now++;
    return history.subscribing(session, ROOM, "");
  }

  private SubscriptionLog subscribed(
      SessionLog session, String since, String end, Optional<Boolean> recovered) {
    now++;
    SubscriptionLog log = history.subscribing(session, ROOM, since);
    now++;
    log.begun(Place.parse(end), recovered);
    return log;
  }

  /** The message arrives with a timestamp that is its number, and so the same for all. */
  void delivered(SubscriptionLog log, int message, String place) {
    delivered(log, message, place, false);
  }

  void delivered(SubscriptionLog log, int message, String place, boolean gap) {
    long number = Place.parse(place).number();
    deliveredAt(log, message, place, START + number, gap);
  }

  void deliveredAt(SubscriptionLog log, int message, String place, long time, boolean gap) {
    now++;
    log.delivered(Place.parse(place), key(message), time, gap);
  }

  /** Messages in a row, each with the number that its place has. */
  void delivered(SubscriptionLog log, String epoch, int first, int last) {
    for (int i = first; i <= last; i++) {
      delivered(log, i, epoch + "-" + i);
    }
  }

  void unsubscribed(SubscriptionLog log) {
    now++;
    log.ended();
  }

  void closed(SessionLog session) {
    closed(session, "cut");
  }

  void closed(SessionLog session, String how) {
    now++;
    session.closed(how);
  }

  /** One that watches the channel and has seen nothing yet. */
  PresenceLog unseen(SessionLog session) {
    now++;
    return history.watching(session, ROOM);
  }

  PresenceLog watched(SessionLog session, String... members) {
    PresenceLog log = unseen(session);
    told(log, What.SNAPSHOT, members);
    return log;
  }

  void told(PresenceLog log, What what, String... users) {
    now++;
    log.told(what, Arrays.asList(users), now);
  }

  /** The kinds of what is wrong where nothing was done to the service. */
  List<Violation.Kind> wrong() {
    return wrong(Expectations.ofHealthy(RETAINED));
  }

  /** The kinds of what is wrong where the store was lost once, and nodes with it. */
  List<Violation.Kind> wrongAfterLoss() {
    return wrong(new Expectations(1, true, RETAINED));
  }

  private List<Violation.Kind> wrong(Expectations expectations) {
    return HistoryChecker.check(history, expectations).stream()
        .map(Violation::kind)
        .distinct()
        .toList();
  }
}
