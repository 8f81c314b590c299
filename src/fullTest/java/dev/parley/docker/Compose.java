package dev.parley.docker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** A compose file, read strictly: no key twice, and none that the Compose specification lacks. */
record Compose(Map<String, Service> services, Set<String> volumes, List<String> subnets) {

  private static final Set<String> KNOWN =
      Set.of(
          "image",
          "build",
          "environment",
          "mem_limit",
          "read_only",
          "tmpfs",
          "cap_drop",
          "security_opt",
          "stop_grace_period",
          "depends_on",
          "hostname",
          "ports",
          "volumes",
          "command",
          "healthcheck");

  record Mount(String source, String target, boolean readOnly) {

    /** Otherwise it is a volume with a name. */
    boolean isFile() {
      return source.startsWith(".");
    }

    static Mount parse(String text) {
      String[] parts = text.split(":", -1);
      return new Mount(parts[0], parts[1], parts.length == 3 && parts[2].equals("ro"));
    }
  }

  /**
   * @param dependsOn the condition for each
   */
  record Service(
      String context,
      String dockerfile,
      Map<String, String> environment,
      List<Mount> volumes,
      List<String> ports,
      Map<String, String> dependsOn,
      boolean healthCheck,
      String stopGracePeriod) {

    static Service of(Map<String, Object> tree) {
      known(tree, KNOWN);
      Map<String, Object> build = map(tree.get("build"));
      known(build, Set.of("context", "dockerfile"));
      known(map(tree.get("healthcheck")), Set.of("test", "interval", "timeout", "retries"));
      return new Service(
          text(build.get("context")),
          text(build.get("dockerfile")),
          texts(map(tree.get("environment"))),
          list(tree.get("volumes")).stream().map(each -> Mount.parse(text(each))).toList(),
          list(tree.get("ports")).stream().map(Compose::text).toList(),
          conditions(tree.get("depends_on")),
          tree.containsKey("healthcheck"),
          text(tree.get("stop_grace_period")));
    }

    private static Map<String, String> conditions(@Nullable Object tree) {
      Map<String, String> conditions = new LinkedHashMap<>();
      if (tree instanceof List<?> names) {
        names.forEach(name -> conditions.put(text(name), "service_started"));
      } else {
        map(tree).forEach((name, how) -> conditions.put(name, text(map(how).get("condition"))));
      }
      return conditions;
    }
  }

  Service service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  static Compose parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Object> tree = new Yaml(options).load(text);
    known(tree, Set.of("name", "x-node", "services", "volumes", "networks"));
    Map<String, Service> services = new LinkedHashMap<>();
    map(tree.get("services")).forEach((name, each) -> services.put(name, Service.of(map(each))));
    Map<String, Object> ipam = map(map(map(tree.get("networks")).get("default")).get("ipam"));
    List<String> subnets =
        list(ipam.get("config")).stream().map(each -> text(map(each).get("subnet"))).toList();
    return new Compose(services, map(tree.get("volumes")).keySet(), subnets);
  }

  private static void known(Map<String, Object> tree, Set<String> keys) {
    for (String key : tree.keySet()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException("not known to compose: " + key);
      }
    }
  }

  private static String text(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString).orElse("");
  }

  private static Map<String, String> texts(Map<String, Object> tree) {
    Map<String, String> texts = new LinkedHashMap<>();
    tree.forEach((key, value) -> texts.put(key, text(value)));
    return texts;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
