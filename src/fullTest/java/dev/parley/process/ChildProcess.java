package dev.parley.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program with a folder of its own, which can be paused, killed and started again. */
public final class ChildProcess implements AutoCloseable {

  private final Path folder;
  private final List<String> command;
  private @Nullable Process process;

  public ChildProcess(Path folder, List<String> command) {
    this.folder = folder;
    this.command = List.copyOf(command);
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  public void start() {
    try {
      File log = folder.resolve("log").toFile();
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public void signal(String name) {
    Process target = process;
    if (target != null) {
      run("kill", "-" + name, Long.toString(target.pid()));
    }
  }

  /** As if the power had failed; a paused one too. */
  public void kill() {
    Process target = process;
    if (target != null) {
      target.destroyForcibly().onExit().join();
    }
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    kill();
    delete(folder);
  }

  public static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Runs a short command and gives what it says. */
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " does not end");
      }
      return said.strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }
}
