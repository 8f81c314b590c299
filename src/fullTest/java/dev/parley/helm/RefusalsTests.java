package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** What cannot be meant is refused, with a sentence that names the key. */
class RefusalsTests {

  private static final Path TABLE = Path.of("src/fullTest/resources/helm/refusals.txt");

  @TestFactory
  Stream<DynamicTest> whatDoesNotFitTogetherIsRefused() {
    return ParleyChart.read(TABLE)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> DynamicTest.dynamicTest(line, () -> isRefused(line)));
  }

  private static void isRefused(String line) {
    int cut = line.lastIndexOf(" - ");
    Map<String, Object> changes = new Yaml().load(line.substring(0, cut));
    String sentence = line.substring(cut + 3).strip();

    Throwable refusal = catchThrowable(() -> ParleyChart.render("smallest", changes));

    assertThat(refusal).as("what Helm says").isInstanceOf(IllegalStateException.class);
    assertThat(refusal).hasMessageContaining(sentence);
    // A template that broke says where it did instead of what is wrong.
    assertThat(refusal.getMessage()).doesNotContain("nil pointer").doesNotContain("executing \"");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Map<String, Object> changes = Map.of("replicas", 2, "auth", Map.of(), "trust.caKey", "k");
    Throwable refusal = catchThrowable(() -> ParleyChart.render("smallest", changes));
    assertThat(refusal)
        .hasMessageContaining("- replicas is 2")
        .hasMessageContaining("- auth.secretKey, auth.publicKeyKey or")
        .hasMessageContaining("- trust.existingSecret has to name");
  }

  /** The other side of the table: what is close to it and right. */
  @Test
  void whatFitsTogetherIsNot() {
    Map<String, Object> redis =
        Map.of(
            "config.parley.store.type", "redis",
            "config.parley.broker.type", "redis",
            "config.spring.data.redis.url", "rediss://redis.example.com:6380");
    List<Map<String, Object>> right =
        List.of(
            redis,
            Map.of("replicas", 0),
            Map.of(
                "autoscaling.enabled",
                true,
                "autoscaling.minReplicas",
                1,
                "autoscaling.maxReplicas",
                1),
            Map.of(
                "config.parley.auth.cookie",
                "c",
                "config.parley.allowed-origins",
                List.of("https://a.b")),
            Map.of("config.parley.limits.connections", 0),
            Map.of("podSpec.terminationGracePeriodSeconds", 40),
            Map.of("podDisruptionBudget.maxUnavailable", "50%"),
            Map.of("config.spring.profiles.active", "democracy"));
    assertThat(right)
        .allSatisfy(
            changes ->
                assertThatCode(() -> ParleyChart.render("smallest", changes))
                    .doesNotThrowAnyException());
  }
}
