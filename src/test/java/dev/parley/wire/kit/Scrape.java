package dev.parley.wire.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One answer of {@code /actuator/prometheus}, in Prometheus's text format 0.0.4.
 *
 * @param types of the families, by name
 * @param samples by the series as it is written, such as {@code parley_refused_total{code="idle"}}
 */
public record Scrape(Map<String, String> types, Map<String, Double> samples) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Asks the service there, which has a second to answer. */
  public static Scrape of(URI base) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/actuator/prometheus"))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("no figures: " + answer);
      }
      return parse(answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking for figures", interrupted);
    }
  }

  static Scrape parse(String text) {
    Map<String, String> types = new TreeMap<>();
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (sample.matches()) {
        String labels = sample.group(2) == null ? "" : sample.group(2);
        samples.put(sample.group(1) + labels, number(sample.group(3)));
      } else if (!line.startsWith("# HELP ") && !line.isBlank()) {
        throw new AssertionError("not the text format of Prometheus: " + line);
      }
    }
    return new Scrape(types, samples);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The value of a series, which has to be there. */
  public double value(String series) {
    Double value = samples.get(series);
    if (value == null) {
      throw new AssertionError("no " + series);
    }
    return value;
  }

  /** The names of all series, as expressions use them. */
  public Set<String> names() {
    return samples.keySet().stream()
        .map(Scrape::nameOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The series of that name. */
  public List<String> series(String name) {
    return samples.keySet().stream().filter(each -> nameOf(each).equals(name)).toList();
  }

  public static String nameOf(String series) {
    return series.split("\\{", 2)[0];
  }

  /** The labels of a series. */
  public static Map<String, String> labelsOf(String series) {
    return LABEL
        .matcher(series)
        .results()
        .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
  }
}
