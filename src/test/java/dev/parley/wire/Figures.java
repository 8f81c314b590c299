package dev.parley.wire;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What the service tells operators under {@code /actuator/prometheus}. */
final class Figures {

  private Figures() {}

  /** How many refusals of that code were counted so far. */
  static double refused(Target target, String code) {
    return value(target, "parley_refused_total{code=\"" + code + "\"} ");
  }

  /** How many sessions ended for that reason so far. */
  static double disconnected(Target target, String reason) {
    return value(target, "parley_disconnects_total{reason=\"" + reason + "\"} ");
  }

  /** How many orders to nodes this one has obeyed so far. */
  static double ordersObeyed(Target target) {
    return value(target, "parley_orders_total{outcome=\"obeyed\"} ");
  }

  /** How many attempts to connect ended that way so far; {@code connected} is one of them. */
  static double connects(Target target, String outcome) {
    return value(target, "parley_connects_total{outcome=\"" + outcome + "\"} ");
  }

  /** How many handshakes were one too many in their second. */
  static double turnedAway(Target target) {
    return connects(target, "connect-rate");
  }

  private static double value(Target target, String series) {
    return scrape(target.at(Door.SPRING))
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series));
  }

  private static String scrape(URI base) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI metrics = base.resolve("/actuator/prometheus");
      return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while asking for metrics", e);
    }
  }
}
