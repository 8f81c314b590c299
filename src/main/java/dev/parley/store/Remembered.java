package dev.parley.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Channels used lately of which this node knows that something was published: at least the last
 * {@value #GENERATION} of them, at most twice as many. One that the store does not know any more
 * was lost there. For any thread.
 */
final class Remembered {

  private static final int GENERATION = 50_000;

  private volatile Set<String> recent = ConcurrentHashMap.newKeySet();
  private volatile Set<String> older = Set.of();

  void add(String channel) {
    if (!recent.add(channel) || recent.size() < GENERATION) {
      return;
    }
    synchronized (this) {
      if (recent.size() >= GENERATION) {
        older = recent;
        recent = ConcurrentHashMap.newKeySet();
      }
    }
  }

  boolean contains(String channel) {
    return recent.contains(channel) || older.contains(channel);
  }
}
