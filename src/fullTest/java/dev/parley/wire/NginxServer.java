package dev.parley.wire;

import static org.awaitility.Awaitility.await;

import dev.parley.process.ChildProcess;
import dev.parley.process.Ports;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A real nginx with the configuration that Parley ships, in front of these nodes. */
final class NginxServer implements AutoCloseable {

  private static final Path SHIPPED = Path.of("src/main/docker/nginx.conf");

  private final int port = Ports.free();
  private final Path folder;
  private final Path configuration;
  private final ChildProcess process;

  private NginxServer(List<Target> nodes) {
    folder = temporaryFolder();
    configuration = folder.resolve("nginx.conf");
    write(nodes);
    String settings = "daemon off; pid " + folder.resolve("pid") + ";";
    process =
        new ChildProcess(
            folder,
            List.of(
                "nginx", "-p", folder.toString(), "-c", configuration.toString(), "-g", settings));
  }

  static NginxServer before(List<Target> nodes) {
    NginxServer nginx = new NginxServer(nodes);
    nginx.process.start();
    await("nginx listens").until(nginx::listens);
    return nginx;
  }

  private boolean listens() {
    if (!process.isRunning()) {
      throw new AssertionError("nginx has ended: " + process.log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** From now on these are the nodes; what is open stays. */
  void takes(List<Target> nodes) {
    write(nodes);
    process.signal("HUP");
  }

  /** Every door of the nodes, through it. */
  Target asTarget(Target node) {
    String url = "http://localhost:" + port;
    return Target.of(Door.SPRING, url, node.secret()).with(Door.FAST, url);
  }

  String log() {
    return process.log();
  }

  private void write(List<Target> nodes) {
    try {
      String text = Files.readString(SHIPPED);
      text = replaced(text, "listen 80;", "listen 127.0.0.1:" + port + ";" + ownFolders());
      text = replaced(text, servers("8090"), servers(nodes, Door.FAST));
      text = replaced(text, servers("8080"), servers(nodes, Door.SPRING));
      Files.writeString(configuration, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Nothing of the machine's own nginx is touched. */
  private String ownFolders() {
    return " client_body_temp_path %s/body; proxy_temp_path %s/proxy;"
        .formatted(folder.toString(), folder.toString());
  }

  private static String servers(String port) {
    return List.of("node1", "node2").stream()
        .map(node -> "    server " + node + ':' + port + " max_fails=0;\n")
        .collect(Collectors.joining());
  }

  private static String servers(List<Target> nodes, Door door) {
    return nodes.stream()
        .map(node -> "    server 127.0.0.1:" + node.at(door).getPort() + " max_fails=0;\n")
        .collect(Collectors.joining());
  }

  private static String replaced(String text, String shipped, String own) {
    if (!text.contains(shipped)) {
      throw new AssertionError(SHIPPED + " has no more: " + shipped);
    }
    return text.replace(shipped, own);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("parley-nginx");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.signal("TERM"); // Its workers end with it.
    await("nginx ends").until(() -> !process.isRunning());
    process.close();
  }
}
