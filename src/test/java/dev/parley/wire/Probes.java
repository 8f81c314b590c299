package dev.parley.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What an orchestrator asks a node, each time on a connection of its own as a kubelet does. */
final class Probes {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI node;

  Probes(URI node) {
    this.node = node;
  }

  int readiness() {
    return ask("/actuator/health/readiness").statusCode();
  }

  int liveness() {
    return ask("/actuator/health/liveness").statusCode();
  }

  /** The value of a figure without tags. */
  double figure(String name) {
    return ask("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** Fails with {@link UncheckedIOException} where nobody answers. */
  HttpResponse<String> ask(String path) {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return http.send(
          HttpRequest.newBuilder(node.resolve(path)).timeout(PATIENCE).build(),
          BodyHandlers.ofString());
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(end);
    }
  }
}
