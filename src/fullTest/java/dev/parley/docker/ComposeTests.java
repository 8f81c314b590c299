package dev.parley.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.docker.Compose.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The composition: what it mounts is there, and what it sets is known. */
class ComposeTests {

  private static final Path FOLDER = Path.of("src/main/docker");
  private static final Compose COMPOSE = Compose.parse(read(FOLDER.resolve("compose.yaml")));

  private static final Set<String> NODES = Set.of("node1", "node2");

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void theServicesAreThoseOfACluster() {
    assertThat(COMPOSE.services().keySet())
        .containsExactlyInAnyOrder(
            "node1", "node2", "nginx", "redis", "rabbitmq", "prometheus", "grafana");
  }

  @Test
  void aKeyThatComposeDoesNotKnowIsFound() {
    String wrong = read(FOLDER.resolve("compose.yaml")).replace("read_only:", "readonly:");
    assertThat(catchThrowable(() -> Compose.parse(wrong))).hasMessageContaining("readonly");
  }

  @Test
  void everyFileThatIsMountedIsThere() {
    List<Compose.Mount> mounts =
        COMPOSE.services().values().stream().flatMap(each -> each.volumes().stream()).toList();
    assertThat(mounts).filteredOn(Compose.Mount::isFile).hasSizeGreaterThanOrEqualTo(7);
    for (Compose.Mount mount : mounts) {
      if (mount.isFile()) {
        assertThat(FOLDER.resolve(mount.source())).isRegularFile();
        assertThat(mount.readOnly()).as(mount.source()).isTrue();
      } else {
        assertThat(COMPOSE.volumes()).contains(mount.source());
      }
    }
  }

  @Test
  void onlyThisMachineReachesIt() {
    assertThat(COMPOSE.services().values().stream().flatMap(each -> each.ports().stream()))
        .hasSize(3)
        .allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void whatWaitsForAnotherWaitsForOneThatIsThere() {
    COMPOSE
        .services()
        .forEach(
            (name, service) ->
                service
                    .dependsOn()
                    .forEach(
                        (other, condition) -> {
                          assertThat(COMPOSE.services()).as(name).containsKey(other);
                          boolean checked = COMPOSE.service(other).healthCheck();
                          assertThat(condition.equals("service_healthy"))
                              .as(name)
                              .isEqualTo(checked);
                        }));
  }

  @Test
  void theNodesAreSetByKeysThatTheServiceKnows() {
    Set<String> known = KnownKeys.asVariables();
    assertThat(known).contains("PARLEY_STORE_TYPE", "SPRING_DATA_REDIS_HOST", "SERVER_PORT");
    for (String node : NODES) {
      Service service = COMPOSE.service(node);
      assertThat(service.environment()).hasSizeGreaterThan(5);
      assertThat(known).as(node).containsAll(service.environment().keySet());
    }
  }

  @Test
  void theNodesAreTheSameButForTheirNames() {
    Service first = COMPOSE.service("node1");
    assertThat(COMPOSE.service("node2")).isEqualTo(first);
    Path context = FOLDER.resolve(first.context()).normalize();
    assertThat(context).isEqualTo(Path.of(""));
    assertThat(context.resolve(first.dockerfile())).isRegularFile();
  }

  @Test
  void namesPortsAndPasswordsAgree() {
    Map<String, String> node = COMPOSE.service("node1").environment();
    Map<String, String> broker = COMPOSE.service("rabbitmq").environment();
    assertThat(COMPOSE.services())
        .containsKeys(node.get("SPRING_DATA_REDIS_HOST"), node.get("PARLEY_RELAY_HOST"));
    assertThat(broker)
        .containsEntry("RABBITMQ_DEFAULT_USER", node.get("PARLEY_RELAY_LOGIN"))
        .containsEntry("RABBITMQ_DEFAULT_PASS", node.get("PARLEY_RELAY_PASSCODE"));
    assertThat(read(FOLDER.resolve("rabbitmq/enabled_plugins"))).contains("rabbitmq_stomp");
    assertThat(COMPOSE.subnets()).contains(node.get("PARLEY_TRUSTEDPROXIES"));
    assertThat(upstreams(read(FOLDER.resolve("nginx.conf"))))
        .isEqualTo(
            NODES.stream()
                .flatMap(name -> Stream.of(name + ":8080", name + ":8090"))
                .collect(Collectors.toSet()));
    String scraped = read(FOLDER.resolve("prometheus/prometheus.yml"));
    String port = node.get("MANAGEMENT_SERVER_PORT");
    assertThat(NODES).allMatch(name -> scraped.contains('"' + name + ':' + port + '"'));
  }

  private static Set<String> upstreams(String nginx) {
    return nginx
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("server ") && line.contains(":"))
        .map(line -> line.split("[ ;]+", -1)[1])
        .collect(Collectors.toSet());
  }

  /** As in the chart: the drain, and 15 s for what comes after it. */
  @Test
  void aNodeThatIsStoppedHasTheTimeOfItsDrain() {
    assertThat(NODES).allMatch(name -> COMPOSE.service(name).stopGracePeriod().equals("40s"));
  }
}
