package dev.parley.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image as its Dockerfile makes it, without Docker. */
@Timeout(300)
class ImageIT {

  private static final String SECRET = "a-secret-of-the-image-tests-with-more-than-32-bytes";

  @TempDir private static Path folder;
  private static ImageFolder image;

  @BeforeAll
  static void build() throws Exception {
    image = ImageFolder.build(Path.of("src/main/docker/Dockerfile"));
  }

  @AfterAll
  static void delete() {
    image.close();
  }

  @Test
  void whatChangesWithEveryVersionIsASmallLayer() throws IOException {
    Path layers = image.stage("layers").resolve("build/layers");
    assertThat(size(layers.resolve("application"))).isLessThan(3_000_000);
    try (Stream<Path> libraries = Files.list(layers.resolve("dependencies/lib"))) {
      assertThat(libraries).hasSizeGreaterThan(50);
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(Path::toFile)
          .filter(each -> each.isFile())
          .mapToLong(each -> each.length())
          .sum();
    }
  }

  @Test
  void itsPortsAreThoseOfTheService() {
    assertThat(image.dockerfile().only(Dockerfile.Expose.class).ports())
        .containsExactly(8080, 8081, 8090);
    assertThat(image.dockerfile().only(Dockerfile.User.class).user())
        .isGreaterThanOrEqualTo(10_000);
  }

  @Test
  void asNobodyItServesFromItsCacheAndEndsWhenAsked() throws Exception {
    Process node = start(image.entrypoint());
    try {
      awaitReady(node);

      // The cache is used, and not found to be of another machine.
      assertThat(Files.readString(Path.of("/proc", String.valueOf(node.pid()), "maps")))
          .contains(image.workdir().resolve("parley.aot").toString());
      assertThat(Files.readString(log())).doesNotContain("[warning]").doesNotContain("WARNING");
      if (System.getProperty("user.name").equals("root")) {
        assertThat(Files.readString(Path.of("/proc", String.valueOf(node.pid()), "status")))
            .containsPattern("Uid:\\s10001\\s10001")
            .containsPattern("CapEff:\\s0{16}\\n");
      }
      Process trial = start(trial());
      assertThat(trial.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(trial.exitValue()).as("%s", Files.readString(log())).isZero();
    } finally {
      node.toHandle().destroy();
      boolean ended = node.waitFor(60, TimeUnit.SECONDS);
      node.destroyForcibly();
      assertThat(ended).as("it ends after SIGTERM").isTrue();
    }
    assertThat(node.exitValue()).isEqualTo(143);
  }

  private static Path log() {
    return folder.resolve("log");
  }

  private static List<String> trial() {
    String door = "ws://localhost:%d/ws";
    return List.of(
        "java",
        "-cp",
        "parley.jar",
        "dev.parley.trial.Trial",
        door.formatted(image.port(8080)),
        door.formatted(image.port(8090)));
  }

  private static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = image.command(command);
    builder.environment().put("PARLEY_AUTH_SECRET", SECRET);
    builder.environment().put("PARLEY_DRAIN_DELAY", "0s");
    builder.environment().put("PARLEY_DRAIN_DURATION", "1s");
    builder.environment().put("MANAGEMENT_SERVER_PORT", String.valueOf(image.port(8081)));
    // As in a container with a limit of its own.
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:MaxRAM=1g");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private static void awaitReady(Process node) {
    URI readiness =
        URI.create("http://localhost:" + image.port(8081) + "/actuator/health/readiness");
    HttpRequest request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () -> {
                assertThat(node.isAlive()).as("%s", Files.readString(log())).isTrue();
                try {
                  return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
                } catch (IOException notYet) {
                  return false;
                }
              });
    }
  }
}
