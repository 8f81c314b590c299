package dev.parley.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Idempotency keys of one channel and what they published, the oldest first. */
final class RecentKeys {

  private record Use(long number, long at) {}

  private final Map<String, Use> uses = new LinkedHashMap<>(0);

  Optional<Long> numberOf(String key) {
    return Optional.ofNullable(uses.get(key)).map(Use::number);
  }

  void add(String key, long number, long now) {
    uses.put(key, new Use(number, now));
  }

  void forgetBefore(long time) {
    Iterator<Use> oldestFirst = uses.values().iterator();
    while (oldestFirst.hasNext() && oldestFirst.next().at() < time) {
      oldestFirst.remove();
    }
  }
}
