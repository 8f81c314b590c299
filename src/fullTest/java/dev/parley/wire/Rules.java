package dev.parley.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** The alerts of a file of rules, and the names of metrics in what Prometheus is asked. */
final class Rules {

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");
  private static final Pattern LABELS =
      Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.$])[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");

  private Rules() {}

  record Alert(String name, String expr, Map<String, String> labels, Map<String, String> texts) {}

  static List<Alert> alerts(Path file) {
    try {
      Map<String, Object> root = new Yaml().load(Files.readString(file));
      return all(root, "groups").stream()
          .flatMap(group -> all(group, "rules").stream())
          .map(
              rule ->
                  new Alert(
                      of(rule, "alert").toString(),
                      of(rule, "expr").toString(),
                      texts(rule, "labels"),
                      texts(rule, "annotations")))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Object of(Map<String, Object> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> all(Map<String, Object> map, String key) {
    return (List<Map<String, Object>>) of(map, key);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> texts(Map<String, Object> map, String key) {
    return (Map<String, String>) of(map, key);
  }

  /** The metrics that an expression asks for. */
  static Set<String> names(String expression) {
    String bare = LABELS.matcher(expression).replaceAll(" ");
    return NAME.matcher(bare)
        .results()
        .map(found -> found.group())
        .filter(name -> !WORDS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
