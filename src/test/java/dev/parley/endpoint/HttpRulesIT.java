package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ParleyApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What is there for anybody over HTTP, what is not, and what browsers are told about it. */
class HttpRulesIT {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static ConfigurableApplicationContext node;
  private static ConfigurableApplicationContext apart;

  @BeforeAll
  static void start() {
    node = started("--spring.profiles.active=demo");
    apart =
        started(
            "--management.server.port=0",
            "--parley.trusted-proxies=127.0.0.1,::1",
            "--parley.auth.secret=a-secret-of-the-http-rules-with-more-than-32-bytes");
  }

  private static ConfigurableApplicationContext started(String... more) {
    String[] usual = {"--server.port=0", "--parley.socket.port=-1"};
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return SpringApplication.run(ParleyApplication.class, all);
  }

  @AfterAll
  static void stop() {
    node.close();
    apart.close();
    HTTP.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/demo/index.html",
        "/demo/demo.js",
        "/demo/token?user=alice",
        "/client/parley.js",
        "/client/stompjs/index.js",
        "/client/sockjs/sockjs.min.js",
        "/actuator/health",
        "/actuator/prometheus",
        "/no/such/page",
      })
  void everyAnswerTellsTheBrowserWhatItMustNotDo(String path) throws Exception {
    HttpResponse<String> answer = ask(node, "GET", path);

    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
        .contains("base-uri 'none'")
        .doesNotContain("unsafe-inline", "unsafe-eval", "*");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/health",
    "/actuator/health/liveness",
    "/actuator/health/readiness",
    "/actuator/prometheus",
  })
  void healthAndFiguresAreThere(String path) throws Exception {
    HttpResponse<String> open = ask(node, "GET", path);

    assertThat(open.statusCode()).isEqualTo(200);
    assertThat(open.body()).doesNotContain("components", "details", "redis", "diskSpace");
    assertThat(askApart("GET", path).statusCode()).isEqualTo(200);
    assertThat(ask(apart, "GET", path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/env",
        "/env/parley.auth.secret",
        "/heapdump",
        "/threaddump",
        "/beans",
        "/conditions",
        "/configprops",
        "/configprops/parley.auth",
        "/info",
        "/loggers",
        "/loggers/root",
        "/mappings",
        "/metrics",
        "/metrics/parley.connections",
        "/scheduledtasks",
        "/httpexchanges",
        "/logfile",
        "/sbom",
        "/sbom/application",
        "/sessions",
        "/shutdown",
        "/startup",
        "/caches",
        "/health/../env",
        "/health/%2e%2e/env",
        "/health;/env",
        "/health/contact",
      })
  void nothingElseOfTheActuatorIs(String path) throws Exception {
    for (String method : List.of("GET", "POST", "DELETE")) {
      assertThat(ask(node, method, "/actuator" + path).statusCode()).isIn(400, 404, 405);
      assertThat(askApart(method, "/actuator" + path).statusCode()).isIn(400, 404, 405);
    }
    assertThat(ask(node, "GET", "/actuator" + path).statusCode()).isIn(400, 404);
    assertThat(askApart("GET", "/actuator" + path).statusCode()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/application.yml", "/demo/../application.yml", "/error", "/v2", "/login"})
  void whatIsNotForAnybodyIsNotFound(String path) throws Exception {
    assertThat(ask(node, "GET", path).statusCode()).isIn(400, 404);
  }

  @Test
  void aForeignPageIsToldNothing() throws Exception {
    for (String path : List.of("/actuator/health", "/", "/client/parley.js", "/demo/token")) {
      HttpResponse<String> answer = ask(node, "GET", path, "Origin", "https://evil.example");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).as(path).isEmpty();
    }
  }

  /** Behind a proxy that asks under a name of its own, what the browser asked for is the host. */
  @Test
  void theHostThatATrustedProxyNamesIsTheOneThatCounts() throws Exception {
    String page = "https://chat.example";
    for (String path : List.of("/client/parley.js", "/api/v1/revocations")) {
      String[] forwarded = {"Origin", page, "X-Forwarded-For", "192.0.2.1"};
      String[] named = {
        "Origin", page, "X-Forwarded-For", "192.0.2.1", "X-Forwarded-Host", "chat.example"
      };

      assertThat(allowed(ask(apart, "GET", path, named))).as(path).isEqualTo(page);
      assertThat(allowed(ask(apart, "GET", path, forwarded))).as(path).isEmpty();
      assertThat(allowed(ask(node, "GET", path, named))).as(path).isEmpty();
    }
  }

  private static String allowed(HttpResponse<String> answer) {
    return header(answer, "Access-Control-Allow-Origin");
  }

  private static HttpResponse<String> askApart(String method, String path) throws Exception {
    return ask("local.management.port", apart, method, path);
  }

  private static HttpResponse<String> ask(
      ConfigurableApplicationContext where, String method, String path, String... headers)
      throws Exception {
    return ask("local.server.port", where, method, path, headers);
  }

  private static HttpResponse<String> ask(
      String port,
      ConfigurableApplicationContext where,
      String method,
      String path,
      String... headers)
      throws IOException, InterruptedException {
    String number = where.getEnvironment().getRequiredProperty(port);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + number + path))
            .method(method, BodyPublishers.noBody());
    return HTTP.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
