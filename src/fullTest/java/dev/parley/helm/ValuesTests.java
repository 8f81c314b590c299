package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values, each with its type and its comment. */
class ValuesTests {

  /** Trees of others: their keys are Parley's, Spring's or Kubernetes's. */
  private static final Set<String> OPEN = Set.of("config", "podSpec", "global");

  private static final Map<String, Object> VALUES =
      ParleyChart.Yaml12.map(ParleyChart.read(ParleyChart.FOLDER.resolve("values.yaml")));

  private static JsonNode schema() {
    String text = ParleyChart.read(ParleyChart.FOLDER.resolve("values.schema.json"));
    return JsonMapper.builder().build().readTree(text);
  }

  @Test
  void theFileCanBeReadAtOnceAndSaysWhatEachValueIsFor() {
    List<String> lines =
        ParleyChart.read(ParleyChart.FOLDER.resolve("values.yaml")).lines().toList();
    assertThat(lines).hasSizeLessThan(200);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean value = line.matches(" *[\\w-]+:.*") && !line.matches(" *[\\w-]+:");
      boolean told = line.contains(" # ") || lines.get(Math.max(0, i - 1)).startsWith("#");
      assertThat(!value || told || line.contains("grafana_dashboard")).as(line).isTrue();
    }
  }

  @Test
  void valuesAndSchemaHaveTheSameKeys() {
    assertThat(keysOfSchema("", schema())).isEqualTo(keysOf("", VALUES));
  }

  private static Set<String> keysOf(String path, Map<String, Object> tree) {
    Set<String> keys = new TreeSet<>();
    tree.forEach(
        (name, value) -> {
          keys.add(path + name);
          if (value instanceof Map<?, ?> && !isMapOfTheirs(path + name)) {
            keys.addAll(keysOf(path + name + ".", map(value)));
          }
        });
    return keys;
  }

  private static Set<String> keysOfSchema(String path, JsonNode schema) {
    Set<String> keys = new TreeSet<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            each -> {
              keys.add(path + each.getKey());
              if (!isMapOfTheirs(path + each.getKey())) {
                keys.addAll(keysOfSchema(path + each.getKey() + ".", each.getValue()));
              }
            });
    return keys;
  }

  /** Whose keys the user makes up. */
  private static boolean isMapOfTheirs(String path) {
    return OPEN.contains(path)
        || path.matches("resources\\.\\w+")
        || path.matches(".*(annotations|labels|podAnnotations|podLabels)");
  }

  @Test
  void noObjectTakesWhatItDoesNotKnow() {
    List<String> open = new ArrayList<>();
    collectOpen("", schema(), open);
    assertThat(open).containsExactlyInAnyOrder("/properties/podSpec", "/properties/global");
  }

  private static void collectOpen(String path, JsonNode node, List<String> open) {
    if (node.isObject()) {
      boolean object = node.path("type").asString("").equals("object");
      if (object && !node.has("additionalProperties")) {
        open.add(path);
      }
      node.properties()
          .forEach(each -> collectOpen(path + "/" + each.getKey(), each.getValue(), open));
    }
  }

  @TestFactory
  Stream<DynamicTest> aValueOfAnotherTypeIsRefusedWithItsKey() {
    return keysOf("", VALUES).stream()
        .filter(path -> !path.contains("grafana_dashboard"))
        .map(path -> DynamicTest.dynamicTest(path, () -> refusesOtherTypes(path)));
  }

  private static void refusesOtherTypes(String path) {
    Object now = at(path);
    List<Object> others =
        new ArrayList<>(List.of(true, 7.5, "no such value!", List.of(1), Map.of("a-b c", 1)));
    others.removeIf(each -> isOfType(path, now, each));
    assertThat(others).hasSizeGreaterThanOrEqualTo(3);
    for (Object other : others) {
      Throwable refusal = catchThrowable(() -> ParleyChart.render("smallest", Map.of(path, other)));
      assertThat(refusal)
          .as("%s: %s", path, other)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at '" + pointer(path));
    }
  }

  /** Text that is no name is refused where the value is one, so it is never of the type. */
  private static boolean isOfType(String path, Object now, Object other) {
    return switch (now) {
      // `config` takes only keys in kebab case, and labels only text.
      case Map<?, ?> _ ->
          other instanceof Map<?, ?> && OPEN.contains(path) && !path.equals("config");
      case Boolean _ -> other instanceof Boolean;
      case Number _ -> other instanceof Integer;
      default -> false;
    };
  }

  @TestFactory
  Stream<DynamicTest> anUnknownKeyIsRefusedWithItsName() {
    return Stream.concat(Stream.of(""), keysOf("", VALUES).stream())
        .filter(path -> path.isEmpty() || (at(path) instanceof Map<?, ?> && !isMapOfTheirs(path)))
        .map(path -> DynamicTest.dynamicTest("in " + path, () -> refusesUnknown(path)));
  }

  private static void refusesUnknown(String path) {
    String key = path.isEmpty() ? "misspelt" : path + ".misspelt";
    assertThat(catchThrowable(() -> ParleyChart.render("smallest", Map.of(key, "x"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "at '" + pointer(path) + "': additional properties 'misspelt' not allowed");
  }

  private static String pointer(String path) {
    return path.isEmpty() ? "" : "/" + path.replace('.', '/');
  }

  private static Object at(String path) {
    Object here = VALUES;
    for (String name : path.split("\\.", -1)) {
      here = Objects.requireNonNull(map(here).get(name), path);
    }
    return here;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
