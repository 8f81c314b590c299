package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Scrape;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** By how much figures have changed since a moment. */
final class Change {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI node;
  private final Scrape before;

  private Change(URI node) {
    this.node = node;
    before = Scrape.of(node);
  }

  static Change of(URI node) {
    return new Change(node);
  }

  /** Time and bytes that wait have no exact value. */
  static boolean isExact(String series) {
    return !series.matches("parley_(publish|delivery)_seconds_(sum|max|bucket.*)")
        && !series.startsWith("parley_send_buffer_bytes");
  }

  /**
   * Of all series of {@code parley_} that the filter lets through exactly these have changed by
   * exactly so much, or do so soon: some things are counted after the client has heard of them.
   *
   * @param expected by the series without {@code parley_}
   */
  void is(Map<String, Double> expected, Predicate<String> filter) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> assertThat(changes(filter)).containsExactlyInAnyOrderEntriesOf(expected));
  }

  private Map<String, Double> changes(Predicate<String> filter) {
    Map<String, Double> changes = new TreeMap<>();
    Scrape.of(node)
        .samples()
        .forEach(
            (series, now) -> {
              double change = now - before.samples().getOrDefault(series, 0.0);
              if (series.startsWith("parley_") && filter.test(series) && change != 0) {
                changes.put(series.substring("parley_".length()), change);
              }
            });
    return changes;
  }
}
