package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pods of the nodes: what they may, what they are asked, and how long they have. */
class PodTests {

  private static List<String> scenarios() {
    return ParleyChart.scenarios();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyPodMeetsTheRestrictedStandard(String scenario) {
    Rendered rendered = ParleyChart.render(scenario);
    Stream.concat(Stream.of(rendered.pod()), rendered.all(Pod.class).stream().map(Pod::getSpec))
        .forEach(PodTests::isRestricted);
  }

  private static void isRestricted(PodSpec pod) {
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    Container ours = pod.getContainers().getFirst();
    assertThat(ours.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(ours.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(ours.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(ours.getVolumeMounts())
        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
        .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
    assertThat(pod.getVolumes())
        .filteredOn(each -> each.getName().equals("tmp"))
        .singleElement()
        .matches(each -> each.getEmptyDir() != null);
  }

  @Test
  void theServiceAccountHasNoTokenEither() {
    ServiceAccount account = ParleyChart.render("everything").only(ServiceAccount.class);
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    assertThat(account.getMetadata().getName()).isEqualTo("chat-nodes");
    assertThat(ParleyChart.render("everything").pod().getServiceAccountName())
        .isEqualTo("chat-nodes");
    assertThat(ParleyChart.render("outside").pod().getServiceAccountName()).isEqualTo("default");
    assertThat(ParleyChart.render("outside").all(ServiceAccount.class)).isEmpty();
  }

  @Test
  void linesAreForCollectorsUnlessPeopleReadThem() {
    String name = "LOGGING_STRUCTURED_FORMAT_CONSOLE";
    assertThat(ParleyChart.render("smallest").variable(name)).map(EnvVar::getValue).contains("ecs");
    assertThat(ParleyChart.render("smallest", Map.of("logFormat", "")).variable(name)).isEmpty();
  }

  @Test
  void probesAskTheManagementPort() {
    Rendered rendered = ParleyChart.render("smallest");
    Container parley = rendered.parley();
    assertThat(parley.getPorts())
        .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("http", 8080),
            org.assertj.core.groups.Tuple.tuple("socket", 8090),
            org.assertj.core.groups.Tuple.tuple("management", 8081));
    assertThat(rendered.variable("MANAGEMENT_SERVER_PORT")).map(EnvVar::getValue).contains("8081");
    assertThat(path(parley.getStartupProbe())).isEqualTo("/actuator/health/liveness");
    assertThat(path(parley.getLivenessProbe())).isEqualTo("/actuator/health/liveness");
    assertThat(path(parley.getReadinessProbe())).isEqualTo("/actuator/health/readiness");
    Probe startup = parley.getStartupProbe();
    assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
        .isGreaterThanOrEqualTo(60);
  }

  private static String path(Probe probe) {
    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    return probe.getHttpGet().getPath();
  }

  @ParameterizedTest
  @CsvSource({
    "smallest,,, 40",
    "smallest, 0s, 0s, 15",
    "smallest, 1ms, 20s, 36",
    "smallest, 1500ms, 1m, 77",
    "smallest, PT2S, PT1M, 77",
    "smallest, 10s, 2h, 7225",
    "cluster,,, 77",
    "hatch,,, 3600",
  })
  void aStoppedPodHasUntilItsDrainIsOver(
      String scenario, String delay, String duration, long seconds) {
    Map<String, String> drain =
        delay == null
            ? Map.of()
            : Map.of("config.parley.drain.delay", delay, "config.parley.drain.duration", duration);
    assertThat(ParleyChart.render(scenario, drain).pod().getTerminationGracePeriodSeconds())
        .isEqualTo(seconds);
  }

  @Test
  void aNumberIsInMilliseconds() {
    Map<String, Object> drain =
        Map.of("config.parley.drain.delay", 1000000, "config.parley.drain.duration", 1);
    assertThat(ParleyChart.render("smallest", drain).pod().getTerminationGracePeriodSeconds())
        .isEqualTo(1000 + 1 + 15);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aPodGoesWhenAnotherIsReady(String scenario) {
    DeploymentSpec spec = ParleyChart.render(scenario).only(Deployment.class).getSpec();
    assertThat(spec.getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(spec.getStrategy().getRollingUpdate().getMaxSurge().getIntVal()).isEqualTo(1);
    assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
  }

  @Test
  void imagesAreNamedByTagOrDigest() {
    assertThat(ParleyChart.render("smallest").parley().getImage())
        .isEqualTo("registry.example.com/parley:0.1.0");
    assertThat(ParleyChart.render("cluster").parley().getImage()).endsWith("/parley:1.2.3");
    Rendered everything = ParleyChart.render("everything");
    assertThat(everything.parley().getImage())
        .startsWith("registry.example.com:5000/team/parley@sha256:0123");
    assertThat(everything.pod().getImagePullSecrets())
        .extracting("name")
        .containsExactly("registry");
    assertThat(everything.only(Pod.class).getSpec().getContainers().getFirst().getImage())
        .isEqualTo(everything.parley().getImage());
  }

  @Test
  void secretsComeFromWhereTheyAreNamed() {
    Rendered cluster = ParleyChart.render("cluster");
    assertThat(secret(cluster, "PARLEY_AUTH_SECRET")).isEqualTo("parley-key/secret");
    assertThat(secret(cluster, "SPRING_DATA_REDIS_USERNAME"))
        .isEqualTo("redis-default-user/username");
    assertThat(secret(cluster, "SPRING_DATA_REDIS_PASSWORD"))
        .isEqualTo("redis-default-user/password");
    assertThat(secret(cluster, "PARLEY_RELAY_LOGIN")).isEqualTo("rabbit-default-user/username");
    assertThat(secret(cluster, "PARLEY_RELAY_PASSCODE")).isEqualTo("rabbit-default-user/password");
    assertThat(secret(ParleyChart.render("sentinel"), "SPRING_DATA_REDIS_SENTINEL_PASSWORD"))
        .isEqualTo("redis/sentinel");
    assertThat(files(cluster)).containsExactly("company-ca");
    assertThat(files(ParleyChart.render("everything")))
        .containsExactlyInAnyOrder("parley-key", "parley-tls");
    assertThat(ParleyChart.render("smallest").parley().getEnv())
        .extracting(EnvVar::getName)
        .containsExactly(
            "SPRING_CONFIG_ADDITIONAL_LOCATION",
            "MANAGEMENT_SERVER_PORT",
            "LOGGING_STRUCTURED_FORMAT_CONSOLE",
            "PARLEY_AUTH_SECRET");
  }

  private static String secret(Rendered rendered, String variable) {
    SecretKeySelector from =
        rendered.variable(variable).orElseThrow().getValueFrom().getSecretKeyRef();
    return from.getName() + "/" + from.getKey();
  }

  private static List<String> files(Rendered rendered) {
    return rendered.pod().getVolumes().stream()
        .filter(each -> each.getSecret() != null)
        .map(each -> each.getSecret().getSecretName())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatIsMountedIsThere(String scenario) {
    Rendered rendered = ParleyChart.render(scenario);
    assertThat(rendered.parley().getVolumeMounts())
        .allSatisfy(
            mount ->
                assertThat(rendered.pod().getVolumes())
                    .extracting(Volume::getName)
                    .contains(mount.getName()));
  }

  @Test
  void podsAreSpreadUnlessThatIsOff() {
    assertThat(ParleyChart.render("smallest").pod().getTopologySpreadConstraints())
        .extracting("topologyKey", String.class)
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    assertThat(ParleyChart.render("outside").pod().getTopologySpreadConstraints()).isEmpty();
  }
}
