package dev.parley.cluster.chaos;

import static org.awaitility.Awaitility.await;

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One Parley as a process of its own, from the packaged jar. It keeps its port over restarts, so
 * that clients find it again.
 */
final class NodeProcess implements AutoCloseable {

  static final String SECRET = "a-secret-of-the-cluster-tests-with-more-than-32-bytes";

  /** It starts often and runs for minutes; several share a small machine. */
  private static final List<String> SMALL =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private final int port = freePort();
  private final String name;
  private final Path log;
  private final List<String> command = new ArrayList<>();
  private Optional<Process> process = Optional.empty();

  /**
   * @param folder where its output goes, to {@code {name}.log}
   */
  NodeProcess(String name, Path folder, List<String> settings) {
    this(name, folder, SMALL, settings);
  }

  /**
   * @param machine options of the virtual machine
   */
  NodeProcess(String name, Path folder, List<String> machine, List<String> settings) {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine);
    command.addAll(List.of("-jar", System.getProperty("parley.jar", "target/parley.jar")));
    command.add("--server.port=" + port);
    command.add("--parley.socket.port=-1");
    command.add("--parley.auth.secret=" + SECRET);
    // A paused node is to be noticed by its clients before it is by the cluster.
    command.add("--parley.heart-beat.send=2s");
    command.addAll(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** Starts it and does not wait. */
  void start() {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
      process = Optional.of(builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void awaitReady() {
    await(name + " is ready; its output is in " + log).atMost(PATIENCE).until(this::isReady);
  }

  /** Whether it lets clients in now. */
  boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/actuator/health/readiness")).timeout(ANSWER).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isRunning() {
    return process.filter(Process::isAlive).isPresent();
  }

  /** SIGTERM. */
  void terminate() {
    process.orElseThrow().destroy();
  }

  /** Whether it ended by itself within that time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.orElseThrow().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL, paused or not. */
  void kill() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }

  /** Neither computes nor answers until {@link #goOn}; its connections stay. */
  void pause() {
    signal("STOP");
  }

  void goOn() {
    signal("CONT");
  }

  /** What it has used since it was started. */
  double cpuSeconds() {
    return cpuSeconds(process.orElseThrow().pid());
  }

  static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(used -> used.toMillis() / 1000.0)
        .orElse(0.0);
  }

  URI url() {
    return URI.create("http://localhost:" + port);
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    kill();
    http.close();
  }

  @Override
  public String toString() {
    return name;
  }

  private void signal(String signal) {
    process.ifPresent(
        running -> {
          try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid()))
                .start()
                .onExit()
                .join();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
