package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ways in: Services, Ingress, and who may use them. */
class DoorsTests {

  private static final String NGINX = "nginx.ingress.kubernetes.io/";

  @Test
  void theServiceHasAPortForEachDoorAndOneForProbes() {
    Service service = ParleyChart.render("everything").only(Service.class);
    assertThat(service.getSpec().getPorts())
        .extracting(
            ServicePort::getName, ServicePort::getPort, each -> each.getTargetPort().getStrVal())
        .containsExactly(
            tuple("http", 443, "http"),
            tuple("socket", 8443, "socket"),
            tuple("management", 9000, "management"));
    assertThat(service.getMetadata().getAnnotations())
        .containsEntry("example.com/owner", "messaging");
  }

  @Test
  void aServiceThatIsOpenToTheOutsideLeavesTheManagementPortInside() {
    Rendered rendered = ParleyChart.render("outside");
    Service open = rendered.named(Service.class, "");
    assertThat(open.getSpec().getType()).isEqualTo("LoadBalancer");
    assertThat(open.getSpec().getSessionAffinity()).isEqualTo("ClientIP");
    assertThat(open.getSpec().getPorts())
        .extracting(ServicePort::getName)
        .containsExactly("http", "socket");
    Service inside = rendered.named(Service.class, "-management");
    assertThat(inside.getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(inside.getSpec().getPorts())
        .extracting(ServicePort::getName)
        .containsExactly("management");
  }

  @Test
  void exactlyThePathOfTheSocketGoesToTheFastDoor() {
    Rendered rendered = ParleyChart.render("everything");
    assertThat(rendered.all(Ingress.class)).hasSize(2);
    assertThat(paths(rendered.named(Ingress.class, "-socket")))
        .containsExactly(tuple("/ws", "Exact", "socket"), tuple("/ws", "Exact", "socket"));
    assertThat(paths(rendered.named(Ingress.class, "")))
        .containsExactly(tuple("/", "Prefix", "http"), tuple("/", "Prefix", "http"));
    assertThat(rendered.all(Ingress.class))
        .allSatisfy(
            each -> {
              assertThat(each.getSpec().getIngressClassName()).isEqualTo("nginx-public");
              assertThat(each.getSpec().getRules())
                  .extracting("host")
                  .containsExactly("chat.example.com", "talk.example.com");
              assertThat(each.getSpec().getTls())
                  .singleElement()
                  .satisfies(
                      tls -> {
                        assertThat(tls.getSecretName()).isEqualTo("chat-tls");
                        assertThat(tls.getHosts())
                            .containsExactly("chat.example.com", "talk.example.com");
                      });
            });
  }

  private static List<org.assertj.core.groups.Tuple> paths(Ingress ingress) {
    return ingress.getSpec().getRules().stream()
        .flatMap(rule -> rule.getHttp().getPaths().stream())
        .map(DoorsTests::path)
        .toList();
  }

  private static org.assertj.core.groups.Tuple path(HTTPIngressPath path) {
    String port = path.getBackend().getService().getPort().getName();
    return tuple(path.getPath(), path.getPathType(), port);
  }

  @Test
  void onlyHttpIsStickyAndBothAreGivenTime() {
    Rendered rendered = ParleyChart.render("everything");
    Map<String, String> http = annotations(rendered, "");
    Map<String, String> socket = annotations(rendered, "-socket");
    assertThat(http)
        .containsEntry(NGINX + "affinity", "cookie")
        .containsEntry(NGINX + "affinity-mode", "persistent")
        .containsEntry(NGINX + "session-cookie-samesite", "None")
        .containsEntry(NGINX + "session-cookie-secure", "true");
    assertThat(socket.keySet())
        .noneMatch(each -> each.contains("affinity") || each.contains("cookie"));
    assertThat(List.of(http, socket))
        .allSatisfy(
            each ->
                assertThat(each)
                    .containsEntry(NGINX + "backend-protocol", "HTTPS")
                    .containsEntry(NGINX + "proxy-read-timeout", "7200") // The user's.
                    .containsEntry(NGINX + "proxy-send-timeout", "3600")
                    .containsEntry(NGINX + "proxy-buffering", "off")
                    .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt"));
  }

  @Test
  void withoutHostsAndTlsItTakesAnyHostAndSetsAPlainCookie() {
    Rendered rendered = ParleyChart.render("smallest", Map.of("ingress.enabled", true));
    assertThat(annotations(rendered, ""))
        .containsEntry(NGINX + "affinity", "cookie")
        .doesNotContainKeys(NGINX + "session-cookie-secure", NGINX + "backend-protocol");
    assertThat(rendered.all(Ingress.class))
        .allSatisfy(
            each -> {
              assertThat(each.getSpec().getTls()).isEmpty();
              assertThat(each.getSpec().getRules()).singleElement().extracting("host").isNull();
            });
  }

  private static Map<String, String> annotations(Rendered rendered, String suffix) {
    return rendered.named(Ingress.class, suffix).getMetadata().getAnnotations();
  }

  @Test
  void clientsReachTheDoorsAndPrometheusTheManagementPort() {
    Rendered rendered = ParleyChart.render("everything");
    NetworkPolicy policy = rendered.only(NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
    List<NetworkPolicyIngressRule> rules = policy.getSpec().getIngress();
    assertThat(rules).hasSize(2);
    assertThat(rules.getFirst().getPorts())
        .extracting(each -> each.getPort().getStrVal())
        .containsExactly("http", "socket");
    assertThat(rules.getFirst().getFrom()).hasSize(3);
    assertThat(rules.getFirst().getFrom().getLast().getPodSelector().getMatchLabels())
        .isNotEmpty()
        .satisfies(
            trial ->
                assertThat(rendered.only(Pod.class).getMetadata().getLabels())
                    .containsAllEntriesOf(trial));
    assertThat(rules.getLast().getPorts())
        .extracting(each -> each.getPort().getStrVal())
        .containsExactly("management");
    assertThat(rules.getLast().getFrom()).hasSize(1);
  }

  @Test
  void aNetworkPolicyWithoutPeersLetsEverybodyIn() {
    NetworkPolicy policy =
        ParleyChart.render("smallest", Map.of("networkPolicy.enabled", true))
            .only(NetworkPolicy.class);
    assertThat(policy.getSpec().getIngress()).allMatch(rule -> rule.getFrom().isEmpty());
    assertThat(ParleyChart.render("smallest").all(NetworkPolicy.class)).isEmpty();
  }
}
