package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A rendered pod as a process here: its variables, its files below a folder instead of {@code
 * /etc/parley}, the service from its jar, on free ports.
 */
final class PodProcess implements AutoCloseable {

  private static final String MOUNTS = "/etc/parley";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Rendered rendered;
  private final Map<String, Map<String, String>> secrets;
  private final Path folder;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Process process;

  private PodProcess(Rendered rendered, Map<String, Map<String, String>> secrets, Path folder)
      throws IOException {
    this.rendered = rendered;
    this.secrets = secrets;
    this.folder = folder;
    rendered.parley().getPorts().forEach(port -> ports.put(port.getName(), freePort()));
    mount(rendered.pod().getVolumes());
    List<String> jar = List.of("-jar", System.getProperty("parley.jar", "target/parley.jar"));
    ProcessBuilder builder = java(jar, rendered.parley());
    builder.environment().put("SERVER_PORT", port("http"));
    builder.environment().put("PARLEY_SOCKET_PORT", port("socket"));
    builder.environment().put("MANAGEMENT_SERVER_PORT", port("management"));
    process = builder.start();
  }

  /**
   * @param secrets entries of the Secrets that the pod names
   */
  static PodProcess start(Rendered rendered, Map<String, Map<String, String>> secrets, Path folder)
      throws IOException {
    return new PodProcess(rendered, secrets, folder);
  }

  private void mount(List<Volume> volumes) throws IOException {
    for (Volume volume : volumes) {
      Map<String, String> files = Map.of();
      if (volume.getConfigMap() != null) {
        assertThat(volume.getConfigMap().getName()).isEqualTo(rendered.name());
        files = rendered.named(ConfigMap.class, "").getData();
      } else if (volume.getSecret() != null) {
        files = secret(volume.getSecret().getSecretName());
      }
      Path mount = Files.createDirectories(folder.resolve(volume.getName()));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(mount.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private ProcessBuilder java(List<String> arguments, Container container) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().clear();
    container.getEnv().forEach(each -> builder.environment().put(each.getName(), value(each)));
    return builder;
  }

  private String value(EnvVar variable) {
    return Optional.ofNullable(variable.getValue())
        .map(text -> text.replace(MOUNTS, folder.toString()))
        .orElseGet(() -> secret(variable.getValueFrom().getSecretKeyRef()));
  }

  private Map<String, String> secret(String name) {
    return Objects.requireNonNull(secrets.get(name), name);
  }

  private String port(String name) {
    return Objects.requireNonNull(ports.get(name), name).toString();
  }

  private String secret(SecretKeySelector named) {
    return Objects.requireNonNull(secret(named.getName()).get(named.getKey()), named.getKey());
  }

  /** Waits until a probe of the pod is answered well. */
  void awaitProbe(Probe probe) {
    String port = port(probe.getHttpGet().getPort().getStrVal());
    URI uri = URI.create("http://localhost:" + port + probe.getHttpGet().getPath());
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(process.isAlive()).as("%s", Files.readString(log())).isTrue();
                try {
                  return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
                } catch (IOException notYet) {
                  return false;
                }
              });
    }
  }

  /** Runs the pod of {@code helm test} against it and gives its exit code. */
  int isTried() throws IOException, InterruptedException {
    Container trial = rendered.only(Pod.class).getSpec().getContainers().getFirst();
    List<String> command = new ArrayList<>(trial.getCommand());
    assertThat(command.getFirst()).isEqualTo("java");
    command.set(command.indexOf("parley.jar"), System.getProperty("java.class.path"));
    List<String> doors = List.of("http", "socket");
    for (int i = 0; i < doors.size(); i++) {
      // The Service's name and port stand for this process.
      String here = "//localhost:" + port(doors.get(i)) + "/";
      command.add(trial.getArgs().get(i).replaceFirst("//[^/]*/", here));
    }
    Process tries = java(command.subList(1, command.size()), trial).start();
    assertThat(tries.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return tries.exitValue();
  }

  Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
