package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts ask for nothing that a node does not have. */
class DashboardIT {

  private static final Path FILE = Path.of("helm/parley/files/dashboard.json");
  private static final JsonNode DASHBOARD = JsonMapper.shared().readTree(FILE);
  private static final Pattern VALUES = Pattern.compile("label_values\\(([a-z_]+)[{,].*");

  private static final String CHOSEN =
      "{namespace=~\"$namespace\",job=~\"$job\",instance=~\"$instance\",pod=~\"$pod\"";

  private static RedisServer redis;
  private static RunningParley node;

  @BeforeAll
  static void startANodeOfMany() {
    redis = RedisServer.start();
    node =
        RunningParley.with(
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--spring.data.redis.port=" + redis.port());
  }

  @AfterAll
  static void stop() {
    node.close();
    redis.close();
  }

  private static Set<String> exposed() {
    return Scrape.of(node.asTarget().at(Door.SPRING)).names();
  }

  private static List<JsonNode> panels() {
    return each(DASHBOARD.at("/panels"))
        .filter(panel -> !panel.at("/type").asString().equals("row"))
        .toList();
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Stream<String> expressions() {
    return panels().stream()
        .flatMap(panel -> each(panel.at("/targets")))
        .map(target -> target.at("/expr").asString());
  }

  private static Stream<String> variables() {
    return each(DASHBOARD.at("/templating/list"))
        .filter(variable -> variable.at("/type").asString().equals("query"))
        .map(variable -> variable.at("/definition").asString());
  }

  @Test
  void everythingThatIsAskedForIsThere() {
    Set<String> asked = new TreeSet<>();
    expressions().map(Rules::names).forEach(asked::addAll);
    Rules.alerts(Promtool.RULES).stream()
        .map(alert -> Rules.names(alert.expr()))
        .forEach(asked::addAll);
    assertThat(asked).hasSizeGreaterThan(30).contains("parley_delivery_seconds_bucket");

    assertThat(exposed()).containsAll(asked);
  }

  @Test
  void variablesAreMadeOfWhatIsThere() {
    assertThat(variables())
        .hasSize(4)
        .allSatisfy(
            definition ->
                assertThat(exposed()).contains(VALUES.matcher(definition).replaceAll("$1")));
  }

  @Test
  void everyExpressionIsOneForPrometheus(@TempDir Path folder) throws IOException {
    StringBuilder rules = new StringBuilder("groups: [{name: dashboard, rules: [");
    for (String expression : expressions().toList()) {
      rules
          .append("{record: 'panel:")
          .append(rules.length())
          .append("', expr: '")
          .append(expression.replace("$__rate_interval", "1m").replace("'", "''"))
          .append("'},\n");
    }
    Path file = Files.writeString(folder.resolve("dashboard.yaml"), rules.append("]}]"));

    Promtool.checkRules(file).isGood();
  }

  @Test
  void everyPanelHasATitleAndAUnit() {
    assertThat(panels())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            panel -> {
              assertThat(panel.at("/title").asString()).isNotBlank();
              assertThat(panel.at("/description").asString()).endsWith(".");
              assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
              assertThat(panel.at("/targets").size()).isPositive();
            })
        .extracting(panel -> panel.at("/title").asString())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyPanelHasAPlaceOfItsOwn() {
    Set<String> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : each(DASHBOARD.at("/panels")).toList()) {
      assertThat(ids.add(panel.at("/id").asString())).isTrue();
      JsonNode place = panel.at("/gridPos");
      for (int x = 0; x < place.at("/w").asInt(); x++) {
        for (int y = 0; y < place.at("/h").asInt(); y++) {
          int column = place.at("/x").asInt() + x;
          assertThat(column).isLessThan(24);
          assertThat(cells.add(column + "/" + (place.at("/y").asInt() + y))).isTrue();
        }
      }
    }
  }

  /** Whoever looks at one node sees that node in every panel. */
  @Test
  void everyExpressionIsOfTheNodesThatWereChosen() {
    assertThat(expressions())
        .isNotEmpty()
        .allMatch(
            expression ->
                Rules.names(expression).stream().allMatch(name -> isOfTheChosen(expression, name)));
  }

  private static boolean isOfTheChosen(String expression, String name) {
    return expression.contains(name + CHOSEN + '}') || expression.contains(name + CHOSEN + ',');
  }
}
