package dev.parley.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The steps of a Dockerfile done in a folder: each stage has a folder as its file system, and
 * commands run in the stage's working directory with this JVM's java. Its ports are free ones.
 */
final class ImageFolder implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 180;
  private static final List<Integer> PORTS = List.of(8080, 8081, 8090);

  private final Path folder;
  private final Dockerfile dockerfile;
  private final Map<Integer, Integer> ports = new LinkedHashMap<>();
  private Path workdir;

  private ImageFolder(Path folder, Dockerfile dockerfile) {
    this.folder = folder;
    this.workdir = folder;
    this.dockerfile = dockerfile;
    PORTS.forEach(port -> ports.put(port, freePort()));
  }

  static ImageFolder build(Path file) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("parley-image");
    // The service's user is another one, and has to come in.
    var _ = folder.toFile().setExecutable(true, false);
    ImageFolder image = new ImageFolder(folder, Dockerfile.parse(Files.readString(file)));
    for (Dockerfile.Stage stage : image.dockerfile.stages()) {
      for (Dockerfile.Step step : stage.steps()) {
        image.does(stage, step);
      }
    }
    return image;
  }

  private void does(Dockerfile.Stage stage, Dockerfile.Step step)
      throws IOException, InterruptedException {
    switch (step) {
      case Dockerfile.Workdir(String path) -> {
        workdir = root(stage.name()).resolve(path.substring(1));
        Files.createDirectories(workdir);
      }
      case Dockerfile.Copy copy -> copy(copy);
      case Dockerfile.Run(String command) -> run(command);
      case Dockerfile.User _, Dockerfile.Expose _, Dockerfile.Entrypoint _ -> {}
    }
  }

  private Path root(String stage) {
    return folder.resolve(stage.isEmpty() ? "image" : stage);
  }

  private void copy(Dockerfile.Copy copy) throws IOException {
    Path source =
        copy.stage().isEmpty()
            ? Path.of(copy.source().replace("target/parley.jar", jar()))
            : root(copy.stage()).resolve(copy.source().substring(1));
    assertThat(copy.target()).isEqualTo("./");
    assertThat(source).exists();
    // Of a folder its content is copied.
    Path whole = source.toAbsolutePath();
    Path base = Files.isDirectory(whole) ? whole : Objects.requireNonNull(whole.getParent());
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Path target = workdir.resolve(base.relativize(file));
        if (!Files.isDirectory(target)) {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static String jar() {
    return System.getProperty("parley.jar", "target/parley.jar");
  }

  private void run(String command) throws IOException, InterruptedException {
    File log = folder.resolve("run.log").toFile();
    Process process =
        builder(List.of("/bin/sh", "-c", withPorts(command)))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as("%s\n%s", command, Files.readString(log.toPath(), StandardCharsets.UTF_8))
        .isTrue();
  }

  private String withPorts(String command) {
    String changed = command;
    for (Map.Entry<Integer, Integer> port : ports.entrySet()) {
      changed = changed.replaceAll("\\b" + port.getKey() + "\\b", port.getValue().toString());
    }
    return changed;
  }

  /** A process in the image's working directory, which finds nothing of our environment. */
  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(workdir.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    Path java = Path.of(System.getProperty("java.home"), "bin");
    environment.put("PATH", java + ":/usr/bin:/bin");
    environment.put("SERVER_PORT", String.valueOf(port(8080)));
    environment.put("PARLEY_SOCKET_PORT", String.valueOf(port(8090)));
    return builder;
  }

  /** Starts what the image starts, or another command there, as the image's user. */
  ProcessBuilder command(List<String> command) {
    Dockerfile.User user = dockerfile.only(Dockerfile.User.class);
    List<String> all = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("setpriv", "--reuid=" + user.user(), "--regid=" + user.group()));
      all.addAll(List.of("--clear-groups", "--no-new-privs", "--bounding-set=-all"));
    }
    all.addAll(command);
    return builder(all);
  }

  List<String> entrypoint() {
    return dockerfile.only(Dockerfile.Entrypoint.class).command();
  }

  Dockerfile dockerfile() {
    return dockerfile;
  }

  /** The port here that stands for one of the image. */
  int port(int inside) {
    return Objects.requireNonNull(ports.get(inside));
  }

  Path workdir() {
    return workdir;
  }

  Path stage(String name) {
    return root(name);
  }

  @Override
  public void close() {
    FileSystemUtils.deleteRecursively(folder.toFile());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
