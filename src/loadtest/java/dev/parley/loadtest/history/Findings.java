package dev.parley.loadtest.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The violations found so far; of each kind only the first, because one fault may show often. */
final class Findings {

  private static final int MOST_OF_A_KIND = 20;

  private final List<Violation> violations = new ArrayList<>();
  private final Map<Violation.Kind, Integer> counts = new EnumMap<>(Violation.Kind.class);

  void add(Violation.Kind kind, String channel, String evidence) {
    int count = counts.merge(kind, 1, Integer::sum);
    if (count <= MOST_OF_A_KIND) {
      violations.add(new Violation(kind, channel, evidence));
    }
  }

  /** The violations in the order found, and how many more there are. */
  List<Violation> all() {
    List<Violation> all = new ArrayList<>(violations);
    counts.forEach(
        (kind, count) -> {
          if (count > MOST_OF_A_KIND) {
            String more = "and " + (count - MOST_OF_A_KIND) + " more of this kind";
            all.add(new Violation(kind, "all channels", more));
          }
        });
    return all;
  }
}
