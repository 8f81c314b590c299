package dev.parley.cluster.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What is done to a cluster and when, chosen by a seed: the same seed is the same schedule. Deeds
 * overlap, but never on one victim, and one node is always left alone.
 */
record Schedule(List<Blow> blows) {

  /**
   * One deed.
   *
   * @param node which one, where the victim is a node
   * @param at when it begins, ms
   * @param lasts how long, ms
   */
  record Blow(Deed deed, int node, int at, int lasts) {

    int end() {
      return at + lasts;
    }

    @Override
    public String toString() {
      String whom = deed.victim() == Deed.Victim.NODE ? " of node " + node : "";
      return "%6d to %6d ms: %s%s".formatted(at, end(), deed, whom);
    }
  }

  /** A node that was started again needs that long until it takes part. */
  private static final int RECOVERY_MILLIS = 8000;

  private static final int LONGEST_PEACE_MILLIS = 3000;

  Schedule {
    blows = List.copyOf(blows);
  }

  static Schedule of(long seed, int millis, int nodes, Set<Deed> deeds) {
    Random random = new Random(seed);
    List<Deed> choice = deeds.stream().sorted(Comparator.naturalOrder()).toList();
    Map<Integer, Integer> busyNodes = new HashMap<>();
    Map<Deed.Victim, Integer> busy = new EnumMap<>(Deed.Victim.class);
    List<Blow> blows = new ArrayList<>();
    for (int at = 500; at < millis; at += random.nextInt(200, LONGEST_PEACE_MILLIS)) {
      Deed deed = choice.get(random.nextInt(choice.size()));
      Blow blow =
          new Blow(
              deed,
              random.nextInt(nodes),
              at,
              random.nextInt(deed.leastMillis(), deed.mostMillis()));
      int now = at;
      busyNodes.values().removeIf(end -> end <= now);
      boolean free =
          deed.victim() == Deed.Victim.NODE
              ? busyNodes.size() < nodes - 1 && !busyNodes.containsKey(blow.node())
              : busy.getOrDefault(deed.victim(), 0) <= now;
      if (free && blow.end() <= millis) {
        blows.add(blow);
        int recovered = blow.end() + RECOVERY_MILLIS;
        if (deed.victim() == Deed.Victim.NODE) {
          busyNodes.put(blow.node(), deed == Deed.KILL_NODE ? recovered : blow.end());
        } else {
          busy.put(deed.victim(), recovered);
        }
      }
    }
    return new Schedule(blows);
  }

  @Override
  public String toString() {
    return String.join("\n", blows.stream().map(Blow::toString).toList());
  }
}
