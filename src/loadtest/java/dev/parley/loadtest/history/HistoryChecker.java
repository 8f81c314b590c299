package dev.parley.loadtest.history;

import dev.parley.loadtest.history.SessionLog.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a history by Parley's promises: one order, accepted means kept, resume without a gap or a
 * double, one publish for each key, true presence. To be called when all faults are healed and all
 * has arrived that may; what stands then is held to have got everything.
 *
 * <p>Sound: it reports only what breaks a promise. What no client saw, it cannot judge.
 */
public final class HistoryChecker {

  private final History history;
  private final Expectations expectations;
  private final Findings findings = new Findings();
  private final Map<String, ChannelFacts> channels = new TreeMap<>();

  private HistoryChecker(History history, Expectations expectations) {
    this.history = history;
    this.expectations = expectations;
  }

  /** The violations, in no particular order; empty where every promise was kept. */
  public static List<Violation> check(History history, Expectations expectations) {
    return new HistoryChecker(history, expectations).violations();
  }

  private List<Violation> violations() {
    List<SubscriptionLog> subscriptions = history.subscriptions();
    collectFacts(subscriptions);
    channels.forEach(this::checkTimes);
    channels.forEach(this::checkEpochs);
    for (SubscriptionLog each : subscriptions) {
      new SubscriptionCheck(each, facts(each.channel()), expectations, findings).run();
    }
    new PublishCheck(history.sessions(), this::facts, findings).run();
    new PresenceCheck(history, expectations, findings).run();
    return new ArrayList<>(findings.all());
  }

  private ChannelFacts facts(String channel) {
    return channels.computeIfAbsent(channel, ChannelFacts::new);
  }

  private void collectFacts(List<SubscriptionLog> subscriptions) {
    for (SessionLog session : history.sessions()) {
      for (SessionLog.Step step : session.steps()) {
        if (step.what() == What.ACCEPTED) {
          Place place = Place.parse(step.note());
          String witness = "its publisher, " + session;
          ChannelFacts facts = facts(step.channel());
          var fact = new ChannelFacts.Fact(step.key(), ChannelFacts.NO_TIME, witness);
          facts.saw(place, fact, findings);
          facts.standsAt(place, step.at());
        }
      }
    }
    subscriptions.forEach(this::collectFacts);
  }

  private void collectFacts(SubscriptionLog subscription) {
    ChannelFacts facts = facts(subscription.channel());
    subscription.begin().ifPresent(end -> facts.standsAt(end, subscription.begunAt()));
    String witness = subscription.toString();
    Deliveries deliveries = subscription.deliveries();
    for (int i = 0; i < deliveries.size(); i++) {
      Delivery each = deliveries.get(i);
      var fact = new ChannelFacts.Fact(each.key(), each.timestamp(), witness);
      facts.saw(each.place(), fact, findings);
    }
  }

  private void checkTimes(String channel, ChannelFacts facts) {
    facts
        .epochs()
        .forEach(
            (epoch, known) -> {
              Map<Long, ChannelFacts.Fact> latest = new LinkedHashMap<>(1);
              known.forEach(
                  (number, fact) -> {
                    if (fact.timestamp() != ChannelFacts.NO_TIME) {
                      latest.forEach((n, before) -> isLater(channel, n, before, number, fact));
                      latest.clear();
                      latest.put(number, fact);
                    }
                  });
            });
  }

  private void isLater(
      String channel, long one, ChannelFacts.Fact before, long other, ChannelFacts.Fact after) {
    if (after.timestamp() < before.timestamp()) {
      String evidence =
          "%d is of %d, %d of %d, says %s"
              .formatted(one, before.timestamp(), other, after.timestamp(), after.witness());
      findings.add(Violation.Kind.TIME_BACKWARDS, channel, evidence);
    }
  }

  private void checkEpochs(String channel, ChannelFacts facts) {
    int epochs = facts.epochs().size();
    if (epochs > expectations.mostEpochs()) {
      String evidence = epochs + " epochs " + facts.epochs().keySet();
      findings.add(Violation.Kind.NEW_EPOCH, channel, evidence);
    }
  }
}
