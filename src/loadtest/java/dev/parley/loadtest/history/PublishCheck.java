package dev.parley.loadtest.history;

import dev.parley.loadtest.history.SessionLog.Step;
import dev.parley.loadtest.history.SessionLog.What;
import dev.parley.loadtest.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What was sent: everything has an answer, its order is that of the numbers, nothing is made up.
 */
final class PublishCheck {

  /** A message as its publisher names it. */
  private record Name(String channel, long key) {}

  /** Refusals that a correct client may meet while the service is in trouble. */
  private static final Set<String> EXCUSED =
      Set.of("unavailable", "idle", "restarting", "slow-consumer", "rate-limited");

  private final Map<Name, SessionLog> firstSentIn = new HashMap<>();
  private final List<SessionLog> sessions;
  private final Function<String, ChannelFacts> facts;
  private final Findings findings;
  private final Set<String> channels = new HashSet<>();

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
      }
    }
    sessions.forEach(this::checkRefusals);
    sessions.forEach(this::checkAnswers);
    sessions.forEach(this::checkOrder);
    channels.forEach(this::checkOrigin);
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
      Name name = new Name(step.channel(), step.key());
      if (step.what() == What.ACCEPTED) {
        open.remove(name);
      } else {
        open.put(name, step);
      }
    }
    open.forEach(
        (name, step) -> {
          String evidence = Keys.text(name.key()) + " sent in " + session + ", last: " + step;
          findings.add(Kind.UNANSWERED, name.channel(), evidence);
        });
  }

  /**
   * A message that this session sent for the last time, and knows to be logged, before it sent
   * another that nobody had sent before, has the lower number.
   */
  private void checkOrder(SessionLog session) {
    List<Step> steps = session.steps();
    Map<Name, Integer> lastSent = new HashMap<>();
    Set<Name> accepted = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Name name = new Name(steps.get(i).channel(), steps.get(i).key());
      switch (steps.get(i).what()) {
        case SENT -> lastSent.put(name, i);
        case ACCEPTED -> accepted.add(name);
        case REFUSED -> {}
      }
    }
    Set<Name> seen = new HashSet<>();
    Map<String, Map<String, Long>> highest = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Name name = new Name(step.channel(), step.key());
      if (step.what() != What.SENT) {
        continue;
      }
      Map<String, Long> before =
          highest.computeIfAbsent(step.channel(), channel -> new HashMap<>());
      if (seen.add(name) && session.equals(firstSentIn.get(name))) {
        isHigher(name, before, session);
      }
      if (accepted.contains(name) && i == lastSent.getOrDefault(name, -1)) {
        raise(name, before);
      }
    }
  }

  private void isHigher(Name name, Map<String, Long> highest, SessionLog session) {
    highest.forEach(
        (epoch, number) -> {
          Optional<Long> own = facts.apply(name.channel()).numberOf(epoch, name.key());
          if (own.isPresent() && own.get() < number) {
            String evidence =
                "%s is %s, but was sent after what is %s, in %s"
                    .formatted(
                        Keys.text(name.key()),
                        new Place(epoch, own.get()),
                        new Place(epoch, number),
                        session);
            findings.add(Kind.SESSION_ORDER, name.channel(), evidence);
          }
        });
  }

  private void raise(Name name, Map<String, Long> highest) {
    ChannelFacts channel = facts.apply(name.channel());
    for (String epoch : channel.epochs().keySet()) {
      channel
          .numberOf(epoch, name.key())
          .ifPresent(number -> highest.merge(epoch, number, Math::max));
    }
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
