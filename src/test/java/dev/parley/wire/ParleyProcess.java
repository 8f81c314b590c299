package dev.parley.wire;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged jar, {@code -Dparley.jar}, in a process of its own. */
final class ParleyProcess implements AutoCloseable {

  static final String SECRET = "a-secret-of-the-packaged-jar-with-more-than-32-bytes";

  private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");
  private static final Pattern FAST_DOOR = Pattern.compile("fast door listens on port (\\d+)");
  private static final int PATIENCE_SECONDS = 60;

  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<String> port = new CompletableFuture<>();
  private final CompletableFuture<String> fastPort = new CompletableFuture<>();
  private final Process process;
  private final Thread reader;

  private ParleyProcess(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("parley.jar", "target/parley.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
    process = builder.start();
    reader = Thread.startVirtualThread(this::read);
  }

  /** Starts {@code java -jar parley.jar} with these arguments and nothing of our environment. */
  static ParleyProcess start(String... arguments) {
    try {
      return new ParleyProcess(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        find(STARTED, line, port);
        find(FAST_DOOR, line, fastPort);
      }
    } catch (IOException e) {
      lines.add("(output ended: " + e.getMessage() + ")");
    } finally {
      port.completeExceptionally(new AssertionError("it did not start:\n" + output()));
      fastPort.completeExceptionally(new AssertionError("it did not start:\n" + output()));
    }
  }

  private static void find(Pattern where, String line, CompletableFuture<String> port) {
    Matcher found = where.matcher(line);
    if (found.find()) {
      port.complete(found.group(1));
    }
  }

  /** Where it serves, once it does; its end before that fails the test. */
  Target target() {
    return Target.of(Door.SPRING, url(port), SECRET).with(Door.FAST, url(fastPort));
  }

  private static String url(CompletableFuture<String> port) {
    return "http://localhost:" + port.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** SIGTERM; its output can still be read, which {@link Process#destroy} would end. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Its exit code; fails the test if it does not end in time. */
  int exitsWithin(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs after " + seconds + " s:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** Its exit code where it is not to serve at all. */
  int refusesToStart() throws InterruptedException {
    return exitsWithin(PATIENCE_SECONDS);
  }

  /** All that it has written so far. */
  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
