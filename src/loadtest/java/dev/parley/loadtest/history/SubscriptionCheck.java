package dev.parley.loadtest.history;

import dev.parley.loadtest.history.ChannelFacts.Fact;
import dev.parley.loadtest.history.Violation.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one subscription from its begin to its end: every message is the next one of its epoch,
 * or a mark says that some are missing, and at the end nothing is left over.
 */
final class SubscriptionCheck {

  private final SubscriptionLog log;
  private final Deliveries deliveries;
  private final ChannelFacts facts;
  private final Expectations expectations;
  private final Findings findings;
  private final Set<String> left = new HashSet<>(1);

  /** How far the subscription has got. */
  private Place at;

  /** Whether what lies between here and the next message may be missing without a mark on it. */
  private boolean excused;

  SubscriptionCheck(
      SubscriptionLog log, ChannelFacts facts, Expectations expectations, Findings findings) {
    this.log = log;
    this.deliveries = log.deliveries();
    this.facts = facts;
    this.expectations = expectations;
    this.findings = findings;
    this.at = log.begin().orElse(new Place("?", 0));
  }

  void run() {
    if (log.early() > 0) {
      found(Kind.SEAM, log.early() + " messages before the RECEIPT");
    }
    if (log.begin().isEmpty()) {
      return;
    }
    Place end = log.begin().get();
    begin(end);
    for (int i = 0; i < deliveries.size(); i++) {
      follow(deliveries.get(i), i);
    }
    if (log.stands()) {
      nothingIsLeft(deliveries.size() == 0 && excused ? end : at);
    }
  }

  private void begin(Place end) {
    boolean recovered = log.recovered().orElse(true);
    if (log.since().isEmpty()) {
      at = end;
    } else if (log.since().startsWith("last:")) {
      long count = Long.parseLong(log.since().substring("last:".length()));
      at = new Place(end.epoch(), Math.max(0, end.number() - count));
      excused = true;
    } else {
      at = Place.parse(log.since());
      excused = !recovered;
      if (log.recovered().isEmpty()) {
        found(Kind.SEAM, "the RECEIPT does not say whether it recovered");
      }
      boolean retained = at.number() >= end.number() - expectations.retained();
      if (excused && retained && !expectations.storeMayLose()) {
        found(Kind.NEEDLESS_GAP, "not recovered, though the log has all that follows " + at);
      }
    }
  }

  private void follow(Delivery next, int index) {
    Place place = next.place();
    if (!place.epoch().equals(at.epoch())) {
      changeEpoch(next, index);
    } else if (place.number() <= at.number()) {
      isOld(next, index);
      return;
    } else if (place.number() > at.number() + 1) {
      skip(next);
    } else if (next.gap() && !excused && !expectations.storeMayLose()) {
      found(Kind.NEEDLESS_GAP, next + " follows " + at);
    }
    at = place;
    excused = false;
  }

  private void isOld(Delivery next, int index) {
    Place place = next.place();
    boolean twice = false;
    for (int i = 0; i < index && !twice; i++) {
      twice = deliveries.get(i).place().equals(place);
    }
    boolean beforeBegin = !twice && index == 0;
    Kind kind = twice ? Kind.DUPLICATE : beforeBegin ? Kind.SEAM : Kind.REORDERED;
    found(kind, next + " came after " + at);
  }

  /** Messages of the same epoch are left out. */
  private void skip(Delivery next) {
    long number = next.place().number();
    if (!next.gap() && !excused) {
      found(Kind.UNMARKED_GAP, next + " came after " + at);
    } else if (!expectations.storeMayLose()
        && number - 1 > facts.end(at.epoch()) - expectations.retained()) {
      found(Kind.NEEDLESS_GAP, next + " came after " + at + ", though the log keeps them");
    }
  }

  private void changeEpoch(Delivery next, int index) {
    left.add(at.epoch());
    String epoch = next.place().epoch();
    if (left.contains(epoch)) {
      found(Kind.REORDERED, next + " came after " + at + ": an epoch came back");
    } else if (!next.gap() && !excused) {
      fresh(epoch, next.place().number(), index)
          .ifPresent(
              missing -> found(Kind.UNMARKED_GAP, next + " came after " + at + ", not " + missing));
    }
  }

  /**
   * A message of a newer epoch, below that number, that this subscription should have had by now.
   * Numbers go on in a new epoch, or are used again; what was only renamed is no new message.
   */
  private Optional<String> fresh(String epoch, long below, int index) {
    NavigableMap<Long, Fact> former = facts.of(at.epoch());
    Set<Long> delivered = delivered(index);
    for (Map.Entry<Long, Fact> each : facts.of(epoch).headMap(below, false).entrySet()) {
      long number = each.getKey();
      Fact same = former.get(number);
      boolean usedAgain = same != null && same.key() != each.getValue().key();
      boolean mine = number > at.number() || usedAgain;
      if (mine && !delivered.contains(each.getValue().key())) {
        return Optional.of(
            "%s %s, which %s has"
                .formatted(
                    new Place(epoch, number),
                    Keys.text(each.getValue().key()),
                    each.getValue().witness()));
      }
    }
    return Optional.empty();
  }

  private Set<Long> delivered(int index) {
    Set<Long> keys = new HashSet<>();
    for (int i = 0; i < index; i++) {
      keys.add(deliveries.get(i).key());
    }
    return keys;
  }

  /** Who still listens when all is quiet has everything up to the end. */
  private void nothingIsLeft(Place last) {
    at = last;
    String epoch = facts.newestEpoch().orElse(last.epoch());
    if (!epoch.equals(last.epoch())) {
      fresh(epoch, Long.MAX_VALUE, deliveries.size())
          .ifPresent(missing -> found(Kind.LOST, "ends at " + last + " without " + missing));
      return;
    }
    NavigableMap<Long, Fact> rest = facts.of(epoch).tailMap(last.number(), false);
    if (!rest.isEmpty()) {
      Map.Entry<Long, Fact> first = rest.firstEntry();
      found(
          Kind.LOST,
          "ends at %s without %d more, the first is %d %s, which %s has"
              .formatted(
                  last,
                  rest.size(),
                  first.getKey(),
                  Keys.text(first.getValue().key()),
                  first.getValue().witness()));
    }
  }

  private void found(Kind kind, String what) {
    findings.add(kind, log.channel(), what + "; " + log);
  }
}
