package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pod of {@code helm test}, and what is said about it. */
class TrialTests {

  @Test
  void itIsAHookThatComesThroughTheService() {
    Rendered rendered = ParleyChart.render("smallest");
    Pod pod = rendered.only(Pod.class);
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("shown/hook", "test");
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isPositive();
    String service = rendered.only(Service.class).getMetadata().getName();
    assertThat(container(rendered).getCommand())
        .endsWith("-cp", "parley.jar", "dev.parley.trial.Trial");
    assertThat(container(rendered).getArgs())
        .containsExactly("ws://" + service + ":8080/ws", "ws://" + service + ":8090/ws");
    assertThat(ParleyChart.notes("smallest", Map.of()))
        .contains("helm test demo --namespace messaging");
  }

  @Test
  void itTakesThePortsOfTheService() {
    Rendered rendered = ParleyChart.render("everything");
    List<Integer> ports =
        rendered.only(Service.class).getSpec().getPorts().stream()
            .map(ServicePort::getPort)
            .toList();
    assertThat(container(rendered).getArgs())
        .containsExactly(
            "wss://demo-chat:" + ports.get(0) + "/ws", "wss://demo-chat:" + ports.get(1) + "/ws");
  }

  @Test
  void itSignsATokenAsTheServiceWantsItOrBringsOne() {
    Rendered signs = ParleyChart.render("cluster");
    assertThat(variable(signs, "PARLEY_AUTH_SECRET").getValueFrom().getSecretKeyRef().getName())
        .isEqualTo("parley-key");
    assertThat(variable(signs, "PARLEY_AUTH_ISSUER").getValue())
        .isEqualTo("https://login.example.com");
    assertThat(variable(signs, "PARLEY_AUTH_AUDIENCE").getValue()).isEqualTo("chat");
    assertThat(variable(signs, "PARLEY_TRIAL_CHANNEL").getValue()).isEqualTo("rooms.trial");

    Rendered brings = ParleyChart.render("everything");
    assertThat(variable(brings, "PARLEY_TRIAL_TOKEN").getValueFrom().getSecretKeyRef().getKey())
        .isEqualTo("token");
    assertThat(variable(brings, "PARLEY_TRIAL_CHANNEL").getValue()).isEqualTo("news.trial");
    assertThat(container(brings).getEnv())
        .extracting(EnvVar::getName)
        .doesNotContain("PARLEY_AUTH_SECRET");
  }

  @Test
  void withTlsItKnowsTheCertificateAndNotItsKey() {
    Rendered rendered = ParleyChart.render("everything");
    assertThat(variable(rendered, "PARLEY_TRIAL_TRUST").getValue())
        .isEqualTo("/etc/parley/tls/tls.crt");
    assertThat(rendered.only(Pod.class).getSpec().getVolumes())
        .filteredOn(each -> each.getSecret() != null)
        .singleElement()
        .satisfies(
            each ->
                assertThat(each.getSecret().getItems())
                    .extracting("path")
                    .containsExactly("tls.crt"));
  }

  @Test
  void whereNoTokenCanBeHadThereIsNoneAndTheNotesSaySo() {
    Map<String, Object> publicKey =
        Map.of("auth", Map.of("existingSecret", "parley-key", "publicKeyKey", "key.pem"));
    Rendered rendered = ParleyChart.render("smallest", publicKey);
    assertThat(rendered.all(Pod.class)).isEmpty();
    assertThat(ParleyChart.notes("smallest", publicKey))
        .contains("test.existingSecret has to bring a");
    assertThat(ParleyChart.render("outside").all(Pod.class)).isEmpty();
    assertThat(ParleyChart.notes("outside", Map.of())).doesNotContain("helm test");
  }

  @Test
  void theNotesWarnOfWhatWorksWorseThanItLooks() {
    String smallest = ParleyChart.notes("smallest", Map.of("ingress.enabled", true));
    assertThat(smallest)
        .contains("Channels are in the memory of one node")
        .contains("config.parley.trusted-proxies")
        .contains("A pod that is stopped has 40 s");
    assertThat(ParleyChart.notes("everything", Map.of()))
        .contains("https://chat.example.com/")
        .contains("parley_connections")
        .doesNotContain("trusted-proxies")
        .doesNotContain("memory of one node");
    Map<String, Object> unguarded = Map.of("podDisruptionBudget.enabled", false);
    assertThat(ParleyChart.notes("cluster", unguarded)).contains("podDisruptionBudget is off");
    assertThat(ParleyChart.notes("cluster", Map.of())).doesNotContain("podDisruptionBudget");
  }

  private static Container container(Rendered rendered) {
    return rendered.only(Pod.class).getSpec().getContainers().getFirst();
  }

  private static EnvVar variable(Rendered rendered, String name) {
    return container(rendered).getEnv().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
