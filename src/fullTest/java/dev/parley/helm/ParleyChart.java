package dev.parley.helm;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The chart of this repository, rendered by Helm with the values of a scenario. */
final class ParleyChart {

  static final Path FOLDER = Path.of("helm/parley");
  static final String RELEASE = "demo";
  static final String NAMESPACE = "messaging";

  private static final Path SCENARIOS = Path.of("src/fullTest/resources/helm");

  private ParleyChart() {}

  /** The names of all scenarios. */
  static List<String> scenarios() {
    try (Stream<Path> files = Files.list(SCENARIOS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .map(name -> name.substring(0, name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The values of a scenario. */
  static Map<String, Object> values(String scenario) {
    return Yaml12.map(read(SCENARIOS.resolve(scenario + ".yaml")));
  }

  static Rendered render(String scenario) {
    return render(values(scenario));
  }

  /** A scenario with some values instead of its own, by their paths. */
  static Rendered render(String scenario, Map<String, ?> changes) {
    Map<String, Object> values = values(scenario);
    changes.forEach((path, value) -> put(values, path, value));
    return render(values);
  }

  /** Throws {@link IllegalStateException} with what Helm says where it refuses. */
  static Rendered render(Map<String, ?> values) {
    return Rendered.of(with(values, file -> template(HookShown.CHART, file)));
  }

  /** As {@code helm template} prints it, without hooks. */
  static String template(String scenario) {
    return template(FOLDER, SCENARIOS.resolve(scenario + ".yaml"));
  }

  private static String template(Path chart, Path values) {
    return new Helm(chart)
        .template()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .withValuesFile(values)
        .call();
  }

  /** What whoever installs a scenario reads, some values changed. */
  static String notes(String scenario, Map<String, ?> changes) {
    Map<String, Object> values = values(scenario);
    changes.forEach((path, value) -> put(values, path, value));
    String output =
        with(
            values,
            file ->
                new Helm(FOLDER)
                    .install()
                    .clientOnly()
                    .withDryRunOption(DryRun.CLIENT)
                    .withName(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withValuesFile(file)
                    .call()
                    .getOutput());
    return output.substring(output.indexOf("NOTES:"));
  }

  /** As {@code helm lint --strict} says; of a chart with the values of a scenario in it. */
  static LintResult lint(Path copy) {
    return new Helm(copy).lint().strict().call();
  }

  private interface UseOf<T> {
    T apply(Path file);
  }

  private static <T> T with(Map<String, ?> values, UseOf<T> use) {
    try {
      Path file = Files.createTempFile("parley-values", ".yaml");
      try {
        Files.writeString(file, new Yaml().dump(values));
        return use.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sets what is at a path with dots; makes what is missing on the way. */
  @SuppressWarnings("unchecked")
  static void put(Map<String, Object> tree, String path, Object value) {
    Map<String, Object> here = tree;
    List<String> names = List.of(path.split("\\.", -1));
    for (String name : names.subList(0, names.size() - 1)) {
      here = (Map<String, Object>) here.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }
    here.put(names.getLast(), value);
  }

  /** Copies the chart; the folder must not be there yet. */
  static Path copy(Path target) {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(FOLDER.relativize(file)));
      }
      return target;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The chart with its hook as an object like others, because the library prints no hooks. */
  private static final class HookShown {

    private static final Path CHART = made();

    private static Path made() {
      try {
        Path folder = Files.createTempDirectory("parley-chart");
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
        Path chart = copy(folder.resolve("parley"));
        Path trial = chart.resolve("templates/tests/trial.yaml");
        Files.writeString(trial, read(trial).replace("helm.sh/hook: ", "shown/hook: "));
        return chart;
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** YAML as Kubernetes reads it: no key twice. */
  static final class Yaml12 {

    private Yaml12() {}

    private static Yaml reader() {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      return new Yaml(options);
    }

    static Map<String, Object> map(String text) {
      return reader().load(text);
    }

    static List<Map<String, Object>> maps(String text) {
      return Stream.of(text.split("(?m)^---$", -1))
          .map(each -> (Map<String, Object>) reader().<Map<String, Object>>load(each))
          .filter(each -> each != null && !each.isEmpty())
          .toList();
    }
  }
}
