package dev.parley.wire;

import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Scrape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The figures of a node over some time, as Prometheus would have them that asks every {@value
 * #NOMINAL_SECONDS} s. Here it is asked more often, so that minutes pass in seconds.
 */
final class Recording implements AutoCloseable {

  static final int NOMINAL_SECONDS = 15;
  private static final int REAL_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** What Prometheus adds to every series. */
  private static final String TARGET = "instance=\"node\",job=\"parley\",namespace=\"test\"";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Scrape> scrapes = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final URI node;
  private final Runnable everyTime;

  /**
   * @param everyTime what happens besides with every scrape
   */
  Recording(URI node, Runnable everyTime) {
    this.node = node;
    this.everyTime = everyTime;
    var _ = clock.scheduleAtFixedRate(this::scrape, 0, REAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void scrape() {
    try {
      everyTime.run();
      scrapes.add(Scrape.of(node));
      isAlive();
    } catch (Exception | AssertionError failure) {
      complaints.add("after scrape " + scrapes.size() + ": " + failure);
    }
  }

  private void isAlive() throws Exception {
    URI liveness = node.resolve("/actuator/health/liveness");
    int status =
        http.send(
                HttpRequest.newBuilder(liveness).timeout(ANSWER).build(), BodyHandlers.discarding())
            .statusCode();
    if (status != 200) {
      complaints.add("after scrape " + scrapes.size() + ": liveness is " + status);
    }
  }

  /** What did not answer in 3 s, as long as a probe waits, or not as it should. */
  List<String> complaints() {
    return complaints;
  }

  /** How many scrapes there are. */
  int now() {
    return scrapes.size();
  }

  /** Waits for so many further scrapes. */
  void minutes(double count) {
    int end = now() + (int) (count * 60 / NOMINAL_SECONDS);
    await().atMost(PATIENCE).until(() -> now() >= end || !complaints.isEmpty());
  }

  /** Waits until a series of the last scrape has that value. */
  void until(String series, double value) {
    await().atMost(PATIENCE).until(() -> now() > 0 && scrapes.getLast().value(series) == value);
  }

  /** What was recorded, as {@code input_series} of a unit test of promtool. */
  String asInputSeries() {
    Set<String> all = new TreeSet<>();
    scrapes.forEach(each -> all.addAll(each.samples().keySet()));
    StringBuilder text = new StringBuilder();
    all.stream()
        .filter(series -> series.startsWith("parley_"))
        .forEach(
            series ->
                text.append("      - series: '")
                    .append(withTarget(series))
                    .append("'\n        values: '")
                    .append(values(series))
                    .append("'\n"));
    return text.toString();
  }

  private String values(String series) {
    return scrapes.stream()
        .map(each -> each.samples().get(series))
        .map(value -> value == null ? "_" : value.toString())
        .collect(Collectors.joining(" "));
  }

  private static String withTarget(String series) {
    return series.endsWith("}")
        ? series.substring(0, series.length() - 1).replaceFirst(",$", "") + ',' + TARGET + '}'
        : series + '{' + TARGET + '}';
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.close();
  }
}
