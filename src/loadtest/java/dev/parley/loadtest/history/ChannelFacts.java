package dev.parley.loadtest.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of one channel, whoever saw it: which message has which place. */
final class ChannelFacts {

  /** One place: what is there, since when, and who says so. */
  record Fact(long key, long timestamp, String witness) {}

  /** Of an answer to a publisher, which carries no timestamp. */
  static final long NO_TIME = -1;

  private final Map<String, NavigableMap<Long, Fact>> epochs = new LinkedHashMap<>();
  private final Map<String, Map<Long, Long>> numbers = new HashMap<>();
  private final String channel;
  private Optional<String> newest = Optional.empty();
  private long newestAt = -1;

  ChannelFacts(String channel) {
    this.channel = channel;
  }

  /** Takes in that a client saw the message there; says where that contradicts another. */
  void saw(Place place, Fact fact, Findings findings) {
    NavigableMap<Long, Fact> known = epochs.computeIfAbsent(place.epoch(), e -> new TreeMap<>());
    Fact before = known.putIfAbsent(place.number(), fact);
    if (before == null) {
      isThereOnce(place, fact, findings);
      return;
    }
    boolean timesDiffer =
        before.timestamp() != NO_TIME
            && fact.timestamp() != NO_TIME
            && before.timestamp() != fact.timestamp();
    if (before.key() != fact.key() || timesDiffer) {
      String evidence = "%s is %s and %s".formatted(place, told(before), told(fact));
      findings.add(Violation.Kind.DISAGREEMENT, channel, evidence);
    } else if (before.timestamp() == NO_TIME) {
      known.put(place.number(), fact);
    }
  }

  private void isThereOnce(Place place, Fact fact, Findings findings) {
    Long other =
        numbers
            .computeIfAbsent(place.epoch(), e -> new HashMap<>())
            .putIfAbsent(fact.key(), place.number());
    if (other != null && fact.key() != Keys.UNKNOWN) {
      String evidence =
          "%s was logged as %s and as %s, the latter says %s"
              .formatted(
                  Keys.text(fact.key()), new Place(place.epoch(), other), place, fact.witness());
      findings.add(Violation.Kind.DOUBLE_PUBLISH, channel, evidence);
    }
  }

  /** The epoch that a client learned last from an answer of the store. */
  void standsAt(Place place, long at) {
    if (at >= newestAt) {
      newestAt = at;
      newest = Optional.of(place.epoch());
    }
    epochs.computeIfAbsent(place.epoch(), e -> new TreeMap<>());
  }

  /** The messages of an epoch by their numbers. */
  NavigableMap<Long, Fact> of(String epoch) {
    return epochs.getOrDefault(epoch, new TreeMap<>());
  }

  Map<String, NavigableMap<Long, Fact>> epochs() {
    return epochs;
  }

  /** The number of the message in that epoch. */
  Optional<Long> numberOf(String epoch, long key) {
    return Optional.ofNullable(numbers.getOrDefault(epoch, Map.of()).get(key));
  }

  Optional<String> newestEpoch() {
    return newest;
  }

  /** The last number that is known of an epoch; 0 where there is none. */
  long end(String epoch) {
    NavigableMap<Long, Fact> known = of(epoch);
    return known.isEmpty() ? 0 : known.lastKey();
  }

  private static String told(Fact fact) {
    String time = fact.timestamp() == NO_TIME ? "" : " of " + fact.timestamp();
    return Keys.text(fact.key()) + time + " to " + fact.witness();
  }
}
