package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus's own tool for rules, of the package {@code prometheus}. */
final class Promtool {

  /** The rules that the chart brings. */
  static final Path RULES = Path.of("helm/parley/files/alerts.yaml").toAbsolutePath();

  private static final int PATIENCE_SECONDS = 60;

  private Promtool() {}

  record Verdict(int exitCode, String output) {

    void isGood() {
      assertThat(exitCode).as(output).isZero();
      assertThat(output).contains("SUCCESS");
    }
  }

  /** Whether Prometheus would take these rules. */
  static Verdict checkRules(Path rules) {
    return run("promtool", "check", "rules", "--lint-fatal", rules.toString());
  }

  /** Runs unit tests of rules. */
  static Verdict test(Path tests) {
    return run("promtool", "test", "rules", tests.toString());
  }

  private static Verdict run(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("promtool does not end");
      }
      return new Verdict(process.exitValue(), output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
