package dev.parley.loadtest.history;

import dev.parley.loadtest.history.SessionLog.Step;
import dev.parley.loadtest.history.SessionLog.What;
import dev.parley.loadtest.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What was sent: everything has an answer, its order is that of the numbers, nothing is made up.
 */
final class PublishCheck {

  /** A message as its publisher names it. */
  record Name(String channel, long key) {}

  /** Refusals that a correct client may meet while the service is in trouble. */
  private static final Set<String> EXCUSED =
      Set.of("unavailable", "idle", "restarting", "slow-consumer", "rate-limited");

  private final Map<Name, SessionLog> firstSentIn = new HashMap<>();
  private final List<SessionLog> sessions;
  private final Function<String, ChannelFacts> facts;
  private final Findings findings;
  private final Set<String> channels = new HashSet<>();

  /** In whatever session: the RECEIPT of one may come while the next already repeats the SEND. */
  private final Set<Name> accepted = new HashSet<>();

  PublishCheck(List<SessionLog> sessions, Function<String, ChannelFacts> facts, Findings findings) {
    this.sessions = sessions;
    this.facts = facts;
    this.findings = findings;
  }

  void run() {
    for (SessionLog session : sessions) {
      for (Step step : session.steps()) {
        firstSentIn.putIfAbsent(new Name(step.channel(), step.key()), session);
        channels.add(step.channel());
        if (step.what() == What.ACCEPTED) {
          accepted.add(new Name(step.channel(), step.key()));
        }
      }
    }
    sessions.forEach(this::checkRefusals);
    sessions.forEach(this::checkAnswers);
    for (SessionLog session : sessions) {
      new SessionOrderCheck(session, this::isFirstIn, facts, findings).run();
    }
    channels.forEach(this::checkOrigin);
  }

  private boolean isFirstIn(SessionLog session, Name name) {
    return session.equals(firstSentIn.get(name));
  }

  private void checkRefusals(SessionLog session) {
    for (String code : session.errors()) {
      if (!EXCUSED.contains(code)) {
        findings.add(Kind.REFUSED, "all channels", code + " in " + session);
      }
    }
    for (Step step : session.steps()) {
      if (step.what() == What.REFUSED && !EXCUSED.contains(step.note())) {
        String evidence = Keys.text(step.key()) + " " + step.note() + " in " + session;
        findings.add(Kind.REFUSED, step.channel(), evidence);
      }
    }
  }

  /** Who is still there when all is quiet has an answer to everything. */
  private void checkAnswers(SessionLog session) {
    if (!session.isOpen()) {
      return;
    }
    Map<Name, Step> open = new HashMap<>();
    for (Step step : session.steps()) {
      open.put(new Name(step.channel(), step.key()), step);
    }
    // One of two SENDs of a message may be refused after the other was accepted.
    open.keySet().removeAll(accepted);
    open.forEach(
        (name, step) -> {
          String evidence = Keys.text(name.key()) + " sent in " + session + ", last: " + step;
          findings.add(Kind.UNANSWERED, name.channel(), evidence);
        });
  }

  private void checkOrigin(String channel) {
    facts
        .apply(channel)
        .epochs()
        .forEach(
            (epoch, known) ->
                known.forEach(
                    (number, fact) -> {
                      if (!firstSentIn.containsKey(new Name(channel, fact.key()))) {
                        String evidence =
                            "%s %s, says %s"
                                .formatted(
                                    new Place(epoch, number),
                                    Keys.text(fact.key()),
                                    fact.witness());
                        findings.add(Kind.INVENTED, channel, evidence);
                      }
                    }));
  }
}
