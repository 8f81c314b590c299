package dev.parley.broker;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * A RabbitMQ of its own, as a child process with ports and a folder of its own. It has the users
 * {@code parley} (with the permissions that a node needs, and no more) and {@code weak} (with
 * none), both with the passcode {@code secret}, and the empty virtual host {@code empty}. Neither
 * it nor its epmd outlives {@link #close} or the JVM.
 */
public final class RabbitServer implements AutoCloseable {

  public static final String PASSCODE = "secret";

  private static final String SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server";
  private static final String CONTROL = "/usr/lib/rabbitmq/bin/rabbitmqctl";
  private static final String PLUGINS = "/usr/lib/rabbitmq/bin/rabbitmq-plugins";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NEEDED = "^(parley[.].*|amq[.]topic)$";

  private final Path folder;
  private final int stompPort = freePort();
  private final int amqpPort = freePort();
  private final int epmdPort = freePort();
  private final int distributionPort = freePort();
  private final Process epmd;
  private final Thread atExit = new Thread(this::end);
  private Optional<Process> server = Optional.empty();

  private RabbitServer(String settings) throws IOException {
    folder = Files.createTempDirectory("parley-rabbit");
    Path home = Files.createDirectory(folder.resolve("home"));
    Path cookie = Files.writeString(home.resolve(".erlang.cookie"), "ONLYFORTHISTEST");
    Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    Files.writeString(folder.resolve("plugins"), "[rabbitmq_stomp].");
    Files.writeString(
        folder.resolve("rabbit.conf"),
        """
        stomp.listeners.tcp.1 = 127.0.0.1:%d
        listeners.tcp.1 = 127.0.0.1:%d
        %s
        """
            .formatted(stompPort, amqpPort, settings));
    Runtime.getRuntime().addShutdownHook(atExit);
    // Started here, because the one that the server would start is nobody's child.
    epmd = process("epmd", "-port", Integer.toString(epmdPort), "-address", "127.0.0.1").start();
  }

  /** Ready for nodes. */
  public static RabbitServer started() {
    return started("");
  }

  /**
   * @param settings more lines of its {@code rabbitmq.conf}
   */
  static RabbitServer started(String settings) {
    try {
      RabbitServer server = new RabbitServer(settings);
      server.start();
      server.control("add_user", "parley", PASSCODE);
      server.control("set_permissions", "parley", "^parley[.].*", NEEDED, NEEDED);
      server.control("add_user", "weak", PASSCODE);
      server.control("set_permissions", "weak", "^$", "^$", "^$");
      server.control("add_vhost", "empty");
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    return stompPort;
  }

  /** A port where something answers that is no STOMP: AMQP. */
  int amqpPort() {
    return amqpPort;
  }

  /**
   * @param verb {@code enable} or {@code disable}: its STOMP plugin, while it runs
   */
  void plugin(String verb) {
    if (run(PLUGINS, verb, "rabbitmq_stomp").isEmpty()) {
      throw new IllegalStateException("rabbitmq-plugins failed");
    }
  }

  /** Starts it again, with what it kept; blocks until it is ready. */
  public void start() {
    try {
      server = Optional.of(process(SERVER).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> run(CONTROL, "await_startup").isPresent());
  }

  /** Kills it without warning: the Erlang VM, and what started it ends with it. */
  public void kill() {
    virtualMachine().ifPresent(ProcessHandle::destroyForcibly);
    server.ifPresent(process -> process.onExit().join());
    server = Optional.empty();
  }

  /** Freezes it, as a host does that swaps. */
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    if (run("kill", "-" + name, Long.toString(pid())).isEmpty()) {
      throw new IllegalStateException("no signal to RabbitMQ");
    }
  }

  /** Of the Erlang VM, whatever scripts started it. */
  public long pid() {
    return virtualMachine()
        .orElseThrow(() -> new IllegalStateException("RabbitMQ is not there"))
        .pid();
  }

  private Optional<ProcessHandle> virtualMachine() {
    return server.stream()
        .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
        .filter(each -> each.info().command().orElse("").endsWith("beam.smp"))
        .findFirst();
  }

  /** What {@code rabbitmqctl} says, line by line. */
  public List<String> control(String... command) {
    List<String> line = new ArrayList<>(List.of(CONTROL, "--silent"));
    line.addAll(List.of(command));
    return run(line.toArray(String[]::new))
        .orElseThrow(() -> new IllegalStateException("rabbitmqctl failed"))
        .lines()
        .toList();
  }

  List<String> queues() {
    return control("list_queues", "name");
  }

  List<String> connections() {
    return control("list_stomp_connections", "conn_name");
  }

  private Optional<String> run(String... command) {
    try {
      Process process = process(command).redirectOutput(ProcessBuilder.Redirect.PIPE).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(PATIENCE.toSeconds(), SECONDS) && process.exitValue() == 0
          ? Optional.of(said)
          : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private ProcessBuilder process(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    builder.environment().putAll(environment());
    return builder;
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", folder.resolve("home").toString()),
        Map.entry("RABBITMQ_NODENAME", "parley@localhost"),
        Map.entry("RABBITMQ_NODE_PORT", Integer.toString(amqpPort)),
        Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString()),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbit.conf").toString()),
        // Else the machine's own settings would be read.
        Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        Map.entry("ERL_EPMD_PORT", Integer.toString(epmdPort)),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    end();
  }

  private void end() {
    kill();
    epmd.destroyForcibly().onExit().join();
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
