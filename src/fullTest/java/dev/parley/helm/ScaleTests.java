package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How many nodes there are, and who watches them. */
class ScaleTests {

  private static final Map<String, Object> TWO =
      Map.of("autoscaling.enabled", true, "autoscaling.cpu", 0);

  @Test
  void theAutoscalerGoesByConnectionsAndByCpu() {
    Rendered rendered = ParleyChart.render("everything");
    HorizontalPodAutoscalerSpec spec = rendered.only(HorizontalPodAutoscaler.class).getSpec();
    assertThat(spec.getScaleTargetRef().getName()).isEqualTo(rendered.name());
    assertThat(spec.getScaleTargetRef().getKind()).isEqualTo("Deployment");
    assertThat(spec.getMinReplicas()).isEqualTo(3);
    assertThat(spec.getMaxReplicas()).isEqualTo(30);
    assertThat(spec.getMetrics()).hasSize(2);
    MetricSpec connections = spec.getMetrics().getFirst();
    assertThat(connections.getType()).isEqualTo("Pods");
    assertThat(connections.getPods().getMetric().getName()).isEqualTo("parley_connections");
    assertThat(connections.getPods().getTarget().getType()).isEqualTo("AverageValue");
    assertThat(connections.getPods().getTarget().getAverageValue()).hasToString("20000");
    MetricSpec cpu = spec.getMetrics().getLast();
    assertThat(cpu.getResource().getName()).isEqualTo("cpu");
    assertThat(cpu.getResource().getTarget().getAverageUtilization()).isEqualTo(60);
    assertThat(spec.getBehavior().getScaleDown().getStabilizationWindowSeconds()).isEqualTo(600);
  }

  @Test
  void itAloneSaysHowManyThereAre() {
    assertThat(ParleyChart.render("everything").only(Deployment.class).getSpec().getReplicas())
        .isNull();
    assertThat(ParleyChart.render("cluster").only(Deployment.class).getSpec().getReplicas())
        .isEqualTo(3);
    assertThat(ParleyChart.render("cluster").all(HorizontalPodAutoscaler.class)).isEmpty();
  }

  @Test
  void oneOfBothMeasuresIsEnough() {
    HorizontalPodAutoscaler one =
        ParleyChart.render("sentinel", TWO).only(HorizontalPodAutoscaler.class);
    assertThat(one.getSpec().getMetrics()).extracting(MetricSpec::getType).containsExactly("Pods");
  }

  @Test
  void theAdaptersRuleMakesTheMetricThatIsAskedFor() {
    Map<String, Object> rules =
        ParleyChart.Yaml12.map(ParleyChart.render("everything").file("-adapter", "config.yaml"));
    assertThat(rules.get("rules"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule).extracting("name.as").isEqualTo("parley_connections");
              assertThat(rule)
                  .extracting("metricsQuery")
                  .isEqualTo("sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)");
            });
  }

  @Test
  void aDrainOfMachinesTakesNotAllAtOnce() {
    Rendered rendered = ParleyChart.render("everything");
    PodDisruptionBudget budget = rendered.only(PodDisruptionBudget.class);
    assertThat(budget.getSpec().getMaxUnavailable().getStrVal()).isEqualTo("20%");
    assertThat(rendered.only(Deployment.class).getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
    assertThat(ParleyChart.render("outside").all(PodDisruptionBudget.class)).isEmpty();
  }

  @Test
  void prometheusScrapesTheManagementPort() {
    Rendered rendered = ParleyChart.render("everything");
    ServiceMonitor monitor = rendered.only(ServiceMonitor.class);
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(monitor.getSpec().getNamespaceSelector().getMatchNames())
        .containsExactly(ParleyChart.NAMESPACE);
    assertThat(monitor.getSpec().getEndpoints())
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getPort()).isEqualTo("management");
              assertThat(endpoint.getPath()).isEqualTo("/actuator/prometheus");
              assertThat(endpoint.getInterval()).isEqualTo("30s");
            });
  }

  @Test
  void alertsAreThoseOfTheFileWithoutAChange() {
    PrometheusRule rule = ParleyChart.render("everything").only(PrometheusRule.class);
    assertThat(rule.getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(rule.getSpec().getGroups()).isNotEmpty();
    assertThat(ParleyChart.render("everything").tree("PrometheusRule").get("spec"))
        .isEqualTo(
            ParleyChart.Yaml12.map(
                ParleyChart.read(ParleyChart.FOLDER.resolve("files/alerts.yaml"))));
  }

  @Test
  void theDashboardIsThatOfTheFileWithoutAChange() {
    ConfigMap map = ParleyChart.render("everything").named(ConfigMap.class, "-dashboard");
    assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    String file = ParleyChart.read(ParleyChart.FOLDER.resolve("files/dashboard.json"));
    JsonMapper json = JsonMapper.builder().build();
    assertThat(json.readTree(map.getData().get("parley.json"))).isEqualTo(json.readTree(file));
  }
}
