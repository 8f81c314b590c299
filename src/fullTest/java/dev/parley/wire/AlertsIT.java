package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alerts that the chart brings are rules that Prometheus takes, each one is told, and fires.
 */
class AlertsIT {

  private static final Path TESTS = Path.of("src/fullTest/resources/prometheus").toAbsolutePath();

  static List<Path> unitTests() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      return files.sorted().toList();
    }
  }

  static List<Rules.Alert> alerts() {
    return Rules.alerts(Promtool.RULES);
  }

  @Test
  void prometheusTakesTheRules() {
    Promtool.checkRules(Promtool.RULES).isGood();
  }

  @ParameterizedTest
  @MethodSource("unitTests")
  void whatCannotBeTriedIsAlertedAsItIsWritten(Path test) {
    Promtool.test(test).isGood();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertSaysWhatItIsAndWhatToDo(Rules.Alert alert) {
    assertThat(alert.name()).startsWith("Parley");
    assertThat(alert.labels().get("severity")).isIn("critical", "warning");
    assertThat(alert.texts()).containsOnlyKeys("summary", "description", "runbook");
    assertThat(alert.texts().values()).allMatch(text -> text.endsWith(".") && text.length() > 20);
  }

  /** Those that {@link OutageAlertsIT} brings about, and those of the unit tests, are all. */
  @Test
  void everyAlertHasBeenSeenToFire() throws IOException {
    Set<String> seen = new TreeSet<>(OutageAlertsIT.EXPECTED);
    for (Path test : unitTests()) {
      String text = Files.readString(test);
      alerts().stream().map(Rules.Alert::name).filter(text::contains).forEach(seen::add);
    }

    assertThat(seen).containsExactlyInAnyOrderElementsOf(names());
  }

  private static List<String> names() {
    return alerts().stream().map(Rules.Alert::name).toList();
  }

  /** Without these two the others would mean nothing. */
  @Test
  void aRuleThatIsNoneIsRefused(@TempDir Path folder) throws IOException {
    String rules = Files.readString(Promtool.RULES).replace("parley_ready == 0", "parley_ready ==");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), rules);

    assertThat(Promtool.checkRules(broken).exitCode()).isNotZero();
  }

  @Test
  void anAlertThatDoesNotFireIsMissed(@TempDir Path folder) throws IOException {
    String rules =
        Files.readString(Promtool.RULES).replace("parley_drain == 1", "parley_drain == 2");
    Path other = Files.writeString(folder.resolve("alerts.yaml"), rules);
    String parts = Files.readString(TESTS.resolve("parts.yaml"));
    Path test =
        Files.writeString(
            folder.resolve("parts.yaml"),
            parts.replaceAll("rule_files: .*", "rule_files: ['" + other + "']"));

    Promtool.Verdict verdict = Promtool.test(test);
    assertThat(verdict.exitCode()).isNotZero();
    assertThat(verdict.output()).contains("ParleyDrainStuck");
  }
}
