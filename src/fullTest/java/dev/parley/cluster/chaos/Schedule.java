package dev.parley.cluster.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is done to a cluster and when, chosen by a seed: the same seed is the same schedule. Deeds
 * overlap, but never on one victim, and one node is always left alone. The last ones are still
 * going on when the time is over.
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

    /** When another may begin. */
    int recovered() {
      boolean atOnce = deed.victim() == Deed.Victim.NODE && deed != Deed.KILL_NODE;
      return atOnce ? end() : end() + RECOVERY_MILLIS;
    }

    @Override
    public String toString() {
      String whom = deed.victim() == Deed.Victim.NODE ? " of node " + node : "";
      return "%6d to %6d ms: %s%s".formatted(at, end(), deed, whom);
    }
  }

  /**
   * What was started again needs that long until it takes part, and servers are to have some peace.
   */
  private static final int RECOVERY_MILLIS = 8000;

  private static final int LONGEST_PEACE_MILLIS = 3000;

  Schedule {
    blows = List.copyOf(blows);
  }

  static Schedule of(long seed, int millis, int nodes, Set<Deed> deeds) {
    Random random = new Random(seed);
    List<Deed> choice = deeds.stream().sorted(Comparator.naturalOrder()).toList();
    List<Blow> blows = new ArrayList<>();
    for (int at = 500; at < millis; at += random.nextInt(200, LONGEST_PEACE_MILLIS)) {
      Deed deed = choice.get(random.nextInt(choice.size()));
      int lasts = random.nextInt(deed.leastMillis(), deed.mostMillis());
      Blow blow = new Blow(deed, random.nextInt(nodes), at, lasts);
      if (mayBegin(blow, blows, nodes)) {
        blows.add(blow);
      }
    }
    return new Schedule(blows);
  }

  private static boolean mayBegin(Blow blow, List<Blow> earlier, int nodes) {
    List<Blow> meanwhile =
        earlier.stream()
            .filter(each -> each.deed().victim() == blow.deed().victim())
            .filter(each -> each.recovered() > blow.at())
            .toList();
    return blow.deed().victim() == Deed.Victim.NODE
        ? meanwhile.size() < nodes - 1
            && meanwhile.stream().noneMatch(each -> each.node() == blow.node())
        : meanwhile.isEmpty();
  }

  /** How often the store loses something. */
  int losses() {
    return (int) blows.stream().filter(blow -> blow.deed().loses()).count();
  }

  @Override
  public String toString() {
    return String.join("\n", blows.stream().map(Blow::toString).toList());
  }
}
