package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the chart whatever its values are. */
class ScenariosTests {

  private static List<String> scenarios() {
    return ParleyChart.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void lintFindsNothing(String scenario, @TempDir Path folder) throws IOException {
    // Lint takes no values but those of the chart.
    Path copy = ParleyChart.copy(folder.resolve("parley"));
    Map<String, Object> values =
        ParleyChart.Yaml12.map(ParleyChart.read(copy.resolve("values.yaml")));
    merge(values, ParleyChart.values(scenario));
    Files.writeString(copy.resolve("values.yaml"), new org.yaml.snakeyaml.Yaml().dump(values));

    LintResult result = ParleyChart.lint(copy);

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(each -> each.matches(".*\\[(WARNING|ERROR)].*"));
  }

  @Test
  void theValuesOfTheReadmeAreGood() {
    String readme = ParleyChart.read(Path.of("README.md"));
    String section =
        readme.substring(readme.indexOf("## Deploy it"), readme.indexOf("## Operate it"));
    String values = section.split("```yaml\n", -1)[1].split("```", -1)[0];
    Rendered rendered = ParleyChart.render(ParleyChart.Yaml12.map(values));
    assertThat(rendered.only(Deployment.class).getSpec().getReplicas()).isEqualTo(3);
    assertThat(rendered.config()).containsOnlyKeys("parley", "spring");
  }

  @Test
  void lintWouldFindSomething(@TempDir Path folder) throws IOException {
    Path copy = ParleyChart.copy(folder.resolve("parley"));
    Files.writeString(copy.resolve("templates/broken.yaml"), "a: b: c");
    assertThat(ParleyChart.lint(copy).isFailed()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyObjectIsOneThatKubernetesKnows(String scenario) {
    Rendered rendered = ParleyChart.render(scenario);
    assertThat(rendered.objects()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(rendered.objects())
        .allSatisfy(
            each -> {
              assertThat(each.getMetadata().getNamespace()).isEqualTo(ParleyChart.NAMESPACE);
              assertThat(each.getMetadata().getName()).hasSizeLessThanOrEqualTo(63);
              assertThat(each.getMetadata().getLabels())
                  .containsEntry("app.kubernetes.io/instance", ParleyChart.RELEASE)
                  .containsEntry("app.kubernetes.io/managed-by", "Helm")
                  .containsKeys("app.kubernetes.io/version", "helm.sh/chart");
            });
    assertThat(rendered.objects())
        .extracting(each -> each.getKind() + " " + each.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void templateRendersTheSame(String scenario) {
    List<Map<String, Object>> printed = ParleyChart.Yaml12.maps(ParleyChart.template(scenario));
    assertThat(ParleyChart.render(scenario).trees())
        .filteredOn(each -> !"Pod".equals(each.get("kind")))
        .containsExactlyInAnyOrderElementsOf(printed);
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() {
    Rendered rendered = ParleyChart.render("smallest");
    Map<String, Object> tree = rendered.tree("Deployment");
    ParleyChart.put(tree, "spec.template.spec.securityContext.runAsNonRooot", true);
    assertThatThrownBy(() -> StrictTypes.typed(tree)).hasMessageContaining("runAsNonRooot");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void servicesLeadToTheNodesAndNowhereElse(String scenario) {
    Rendered rendered = ParleyChart.render(scenario);
    Deployment deployment = rendered.only(Deployment.class);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(rendered.all(Service.class))
        .isNotEmpty()
        .allSatisfy(
            service -> {
              Map<String, String> selector = service.getSpec().getSelector();
              assertThat(labels).containsAllEntriesOf(selector);
              assertThat(rendered.all(Pod.class))
                  .noneMatch(trial -> labelsOf(trial).entrySet().containsAll(selector.entrySet()));
            });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void noSecretIsMade(String scenario) {
    assertThat(ParleyChart.render(scenario).objects())
        .extracting(HasMetadata::getKind)
        .doesNotContain("Secret", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
  }

  @Test
  void whatNeedsTheOperatorsTypesIsRenderedOnlyWhenAskedFor() {
    for (String scenario : scenarios()) {
      boolean asked = ParleyChart.values(scenario).containsKey("monitoring");
      assertThat(ParleyChart.render(scenario).trees())
          .filteredOn(each -> String.valueOf(each.get("apiVersion")).contains("coreos"))
          .hasSize(asked ? 2 : 0);
    }
  }

  private static Map<String, String> labelsOf(Pod pod) {
    return pod.getMetadata().getLabels();
  }

  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> under, Map<String, Object> over) {
    over.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> more && under.get(name) instanceof Map<?, ?> less) {
            merge((Map<String, Object>) less, (Map<String, Object>) more);
          } else {
            under.put(name, value);
          }
        });
  }
}
