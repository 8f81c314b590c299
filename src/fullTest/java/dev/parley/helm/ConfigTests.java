package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tree of configuration as it gets to the service, and the hatch for all else. */
class ConfigTests {

  private static List<String> scenarios() {
    return ParleyChart.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theTreeArrivesAsItStands(String scenario) {
    Object config = ParleyChart.values(scenario).getOrDefault("config", Map.of());
    assertThat(ParleyChart.render(scenario).config()).isEqualTo(config);
  }

  @Test
  void numbersTextAndPlaceholdersStayWhatTheyAre() {
    Map<String, Object> odd =
        Map.of(
            "config.parley.limits.connections",
            12345678,
            "config.parley.node-id",
            "${HOSTNAME}",
            "config.parley.store.prefix",
            "{{ .Release.Name }}",
            "config.logging.level",
            Map.of("dev.parley", "no", "on", "0123"));
    Map<String, Object> config = ParleyChart.render("smallest", odd).config();
    assertThat(config)
        .extracting("parley")
        .isEqualTo(
            Map.of(
                "limits", Map.of("connections", 12345678),
                "node-id", "${HOSTNAME}",
                "store", Map.of("prefix", "{{ .Release.Name }}")));
    assertThat(config)
        .extracting("logging")
        .isEqualTo(Map.of("level", Map.of("dev.parley", "no", "on", "0123")));
  }

  /** What the chart counts with where `config` says nothing. */
  @Test
  void theDefaultsOfTheServiceAreThoseThatTheChartTakesForGranted() {
    Map<String, Object> service =
        ParleyChart.Yaml12.map(ParleyChart.read(Path.of("src/main/resources/application.yml")));
    assertThat(at(service, "parley.store.type")).isEqualTo("memory");
    assertThat(at(service, "parley.broker.type")).isEqualTo("local");
    assertThat(at(service, "parley.limits.connections")).isEqualTo(50000);
    assertThat(at(service, "server.port")).isEqualTo(8080);
    assertThat(at(service, "parley.socket.port")).isEqualTo(8090);
    Rendered told =
        ParleyChart.render("smallest", Map.of("config.parley.drain", at(service, "parley.drain")));
    assertThat(ParleyChart.render("smallest").pod().getTerminationGracePeriodSeconds())
        .isEqualTo(told.pod().getTerminationGracePeriodSeconds());
  }

  private static Object at(Map<String, Object> tree, String path) {
    Object here = tree;
    for (String name : path.split("\\.", -1)) {
      here = Objects.requireNonNull(((Map<?, ?>) here).get(name), path);
    }
    return here;
  }

  @Test
  void podsAreReplacedWhenItChangesAndOnlyThen() {
    Object before = checksum(Map.of());
    assertThat(checksum(Map.of("service.httpPort", 80))).isEqualTo(before);
    assertThat(checksum(Map.of("config.parley.node-id", "other"))).isNotEqualTo(before);
  }

  private static Object checksum(Map<String, ?> changes) {
    Deployment deployment = ParleyChart.render("smallest", changes).only(Deployment.class);
    return at(
        Map.copyOf(deployment.getSpec().getTemplate().getMetadata().getAnnotations()),
        "checksum/config");
  }

  @Test
  void theHatchIsMergedOverThePod() {
    Rendered rendered = ParleyChart.render("hatch");
    PodSpec pod = rendered.pod();
    assertThat(pod.getNodeSelector()).containsEntry("disk", "fast");
    assertThat(pod.getTolerations()).hasSize(1);
    assertThat(pod.getPriorityClassName()).isEqualTo("high");
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1000660000L);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getInitContainers()).extracting(Container::getName).containsExactly("wait");
    assertThat(pod.getContainers())
        .extracting(Container::getName)
        .containsExactly("parley", "sidecar");
    assertThat(pod.getVolumes()).extracting("name").containsExactly("config", "tmp", "more");
    assertThat(pod.getVolumes().get(1).getEmptyDir().getSizeLimit()).hasToString("1Gi");
  }

  @Test
  void theHatchIsMergedOverTheContainerByName() {
    Container parley = ParleyChart.render("hatch").parley();
    assertThat(parley.getImage()).isEqualTo("registry.example.com/parley:0.1.0");
    assertThat(parley.getEnv())
        .extracting(EnvVar::getName)
        .containsExactly(
            "SPRING_CONFIG_ADDITIONAL_LOCATION",
            "MANAGEMENT_SERVER_PORT",
            "LOGGING_STRUCTURED_FORMAT_CONSOLE",
            "PARLEY_AUTH_SECRET",
            "JDK_JAVA_OPTIONS");
    EnvVar replaced = parley.getEnv().get(1);
    assertThat(replaced.getValue()).isNull();
    assertThat(replaced.getValueFrom().getConfigMapKeyRef().getName()).isEqualTo("ports");
    assertThat(parley.getPorts())
        .extracting(ContainerPort::getName)
        .containsExactly("http", "socket", "management", "debug");
    assertThat(parley.getLivenessProbe().getFailureThreshold()).isEqualTo(9);
    assertThat(parley.getLivenessProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/liveness");
    assertThat(parley.getVolumeMounts())
        .extracting(VolumeMount::getMountPath)
        .containsExactly("/etc/parley/config", "/tmp", "/more");
  }

  @Test
  void labelsOfTheUserDoNotTakeThePodFromItsService() {
    var metadata =
        ParleyChart.render("everything")
            .only(Deployment.class)
            .getSpec()
            .getTemplate()
            .getMetadata();
    assertThat(metadata.getLabels())
        .containsEntry("example.com/team", "messaging")
        .containsEntry("app.kubernetes.io/name", "chat");
    assertThat(metadata.getAnnotations()).containsEntry("example.com/logs", "json");
  }
}
