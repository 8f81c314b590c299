package dev.parley.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  @SuppressWarnings("unchecked")
  static List<Alert> alerts(Path file) {
    try {
      Map<String, List<Map<String, Object>>> root = new Yaml().load(Files.readString(file));
      return root.get("groups").stream()
          .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
          .map(
              rule ->
                  new Alert(
                      (String) rule.get("alert"),
                      (String) rule.get("expr"),
                      (Map<String, String>) rule.get("labels"),
                      (Map<String, String>) rule.get("annotations")))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
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
