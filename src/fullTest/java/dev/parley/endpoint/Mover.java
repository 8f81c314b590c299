package dev.parley.endpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JavaScript client in a Node of its own, {@code src/client/test/kit/mover.js}; lies where
 * {@code src/build/client} puts it beside what it imports.
 */
final class Mover implements AutoCloseable {

  /** Its tokens are signed with this. */
  static final String SECRET = "a-secret-of-the-client-tests-with-more-than-32-bytes";

  private static final String SCRIPT = "target/client/src/test/kit/mover.js";

  private final Process process;
  private final BufferedReader lines;
  private final Writer commands;

  Mover(List<String> ports) throws IOException {
    String node = Optional.ofNullable(System.getenv("PLAYWRIGHT_NODEJS_PATH")).orElse("node");
    List<String> command = new ArrayList<>(List.of(node, SCRIPT));
    command.addAll(ports);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = process.inputReader();
    commands = process.outputWriter();
  }

  void does(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
  }

  /** Waits for that line; a result instead of it fails. */
  void awaits(String wanted) throws IOException {
    String line = lines.readLine();
    if (!wanted.equals(line)) {
      throw new AssertionError(line + " instead of " + wanted);
    }
  }

  /** What the end has shown. */
  String result() throws IOException {
    String line = lines.readLine();
    return line == null
        ? "nothing: src/build/client puts its files in place"
        : line.replace("result ", "");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
