package dev.parley.loadtest.history;

import dev.parley.loadtest.history.PresenceLog.Event;
import dev.parley.loadtest.history.PresenceLog.What;
import dev.parley.loadtest.history.Violation.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins and leaves of a user take turns, nobody leaves who stays, and the end is the truth. */
final class PresenceCheck {

  /** How long a close may take to be known to the client. */
  private static final long CLOSE_MILLIS = 1000;

  private final History history;
  private final Expectations expectations;
  private final Findings findings;

  PresenceCheck(History history, Expectations expectations, Findings findings) {
    this.history = history;
    this.expectations = expectations;
    this.findings = findings;
  }

  void run() {
    for (PresenceLog log : history.presences()) {
      follow(log);
      if (log.stands()) {
        isTrue(log);
      }
    }
  }

  private void follow(PresenceLog log) {
    Optional<Set<String>> known = Optional.empty();
    boolean any = false;
    for (Event event : log.events()) {
      if (event.what() == What.SNAPSHOT) {
        known = Optional.of(new HashSet<>(event.users()));
      } else if (event.what() == What.COUNT) {
        known = Optional.empty();
      } else if (!any) {
        found(log, event + " before any snapshot");
      } else {
        known.ifPresent(members -> change(log, members, event));
      }
      any = true;
    }
  }

  private void change(PresenceLog log, Set<String> members, Event event) {
    boolean join = event.what() == What.JOIN;
    for (String user : event.users()) {
      if (join ? !members.add(user) : !members.remove(user)) {
        found(log, user + (join ? " joined twice: " : " left twice: ") + event);
      }
      if (!join && !expectations.nodesMayVanish()) {
        stayed(log.channel(), user, event.time())
            .ifPresent(seat -> found(log, user + " left, but stayed in " + seat + ": " + event));
      }
    }
  }

  /**
   * A subscription of the user that stood before and after that time of the store. Whom the service
   * closes has left for it before the client knows.
   */
  private Optional<SubscriptionLog> stayed(String channel, String user, long time) {
    long then = history.timeOf(time);
    return history.subscriptions().stream()
        .filter(each -> each.channel().equals(channel) && each.session().user().equals(user))
        .filter(each -> each.begunAt() >= 0 && each.begunAt() < then)
        .filter(each -> each.endedAt() < 0 || each.endedAt() - knownLater(each) > then)
        .findFirst();
  }

  private static long knownLater(SubscriptionLog log) {
    return log.session().end().equals(SessionLog.CLOSED) ? CLOSE_MILLIS : 0;
  }

  private void isTrue(PresenceLog log) {
    Set<String> there = history.membersOf(log.channel());
    List<Event> events = log.events();
    if (events.isEmpty()) {
      found(log, "no snapshot ever came");
      return;
    }
    Set<String> shown = log.members().orElse(there);
    differ(log, "shows", shown, there);
    differ(log, "does not show", there, shown);
  }

  private void differ(PresenceLog log, String what, Set<String> some, Set<String> others) {
    Set<String> rest = new HashSet<>(some);
    rest.removeAll(others);
    if (!rest.isEmpty()) {
      found(log, "at the end it " + what + " " + rest);
    }
  }

  private void found(PresenceLog log, String what) {
    findings.add(Kind.PRESENCE, log.channel(), what + "; " + log);
  }
}
