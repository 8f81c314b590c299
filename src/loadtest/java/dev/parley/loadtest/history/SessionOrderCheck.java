package dev.parley.loadtest.history;

import dev.parley.loadtest.history.PublishCheck.Name;
import dev.parley.loadtest.history.SessionLog.Step;
import dev.parley.loadtest.history.SessionLog.What;
import dev.parley.loadtest.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A message that a session sent for the last time, and knows to be logged, before it sent another
 * that nobody had sent before, has the lower number.
 */
final class SessionOrderCheck {

  private final Map<Name, Integer> lastSent = new HashMap<>();
  private final Set<Name> accepted = new HashSet<>();

  /** By channel and epoch, what any further message has to exceed. */
  private final Map<String, Map<String, Long>> highest = new HashMap<>();

  private final SessionLog session;
  private final List<Step> steps;
  private final BiPredicate<SessionLog, Name> isFirstIn;
  private final Function<String, ChannelFacts> facts;
  private final Findings findings;

  SessionOrderCheck(
      SessionLog session,
      BiPredicate<SessionLog, Name> isFirstIn,
      Function<String, ChannelFacts> facts,
      Findings findings) {
    this.session = session;
    this.steps = session.steps();
    this.isFirstIn = isFirstIn;
    this.facts = facts;
    this.findings = findings;
  }

  void run() {
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i).what()) {
        case SENT -> lastSent.put(name(i), i);
        case ACCEPTED -> accepted.add(name(i));
        case REFUSED -> {}
      }
    }
    Set<Name> seen = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Name name = name(i);
      if (steps.get(i).what() == What.SENT) {
        if (seen.add(name) && isFirstIn.test(session, name)) {
          isHigher(name);
        }
        if (accepted.contains(name) && i == lastSent.getOrDefault(name, -1)) {
          raise(name);
        }
      }
    }
  }

  private Name name(int step) {
    return new Name(steps.get(step).channel(), steps.get(step).key());
  }

  private void isHigher(Name name) {
    ChannelFacts channel = facts.apply(name.channel());
    highest
        .getOrDefault(name.channel(), Map.of())
        .forEach(
            (epoch, number) -> {
              Optional<Long> own = channel.numberOf(epoch, name.key());
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

  private void raise(Name name) {
    ChannelFacts channel = facts.apply(name.channel());
    Map<String, Long> numbers = highest.computeIfAbsent(name.channel(), n -> new HashMap<>());
    for (String epoch : channel.epochs().keySet()) {
      channel
          .numberOf(epoch, name.key())
          .ifPresent(number -> numbers.merge(epoch, number, Math::max));
    }
  }
}
