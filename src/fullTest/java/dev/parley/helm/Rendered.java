package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Helm would send to Kubernetes.
 *
 * @param trees as YAML has it
 * @param objects the same as Kubernetes's types, which know every field
 */
record Rendered(List<Map<String, Object>> trees, List<HasMetadata> objects) {

  static Rendered of(String manifests) {
    List<Map<String, Object>> trees = ParleyChart.Yaml12.maps(manifests);
    return new Rendered(trees, trees.stream().map(StrictTypes::typed).toList());
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only one of its type. */
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> all = all(type);
    assertThat(all).as("objects of type %s", type.getSimpleName()).hasSize(1);
    return all.getFirst();
  }

  /** The one whose name is the release's with this after it. */
  <T extends HasMetadata> T named(Class<T> type, String suffix) {
    String name = name() + suffix;
    return all(type).stream()
        .filter(each -> each.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
  }

  /** Of the release. */
  String name() {
    return only(Deployment.class).getMetadata().getName();
  }

  PodSpec pod() {
    return only(Deployment.class).getSpec().getTemplate().getSpec();
  }

  /** The service's own container. */
  Container parley() {
    return pod().getContainers().stream()
        .filter(each -> each.getName().equals("parley"))
        .findFirst()
        .orElseThrow();
  }

  Optional<EnvVar> variable(String name) {
    return parley().getEnv().stream().filter(each -> each.getName().equals(name)).findFirst();
  }

  /** The file that the service reads, as a tree. */
  Map<String, Object> config() {
    return ParleyChart.Yaml12.map(file("", "application.yml"));
  }

  /** A file in the ConfigMap whose name is the release's with this after it. */
  String file(String suffix, String file) {
    return Objects.requireNonNull(named(ConfigMap.class, suffix).getData().get(file), file);
  }

  /** The first object of a kind as YAML has it. */
  Map<String, Object> tree(String kind) {
    return trees.stream().filter(each -> kind.equals(each.get("kind"))).findFirst().orElseThrow();
  }
}
