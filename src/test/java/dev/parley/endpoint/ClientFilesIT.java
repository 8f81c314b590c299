package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ParleyApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What a page can import from the service, and which pages. */
class ClientFilesIT {

  private static final Pattern MODULE =
      Pattern.compile("(?:from |import |import\\()\"\\./([^\"]+)\"");

  private static ConfigurableApplicationContext node;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    node =
        SpringApplication.run(
            ParleyApplication.class,
            "--server.port=0",
            "--parley.socket.port=-1",
            "--parley.auth.secret=a-secret-of-the-client-files-with-more-than-32-bytes",
            "--parley.allowed-origins=https://*.example.com");
  }

  @AfterAll
  static void stop() {
    node.close();
    HTTP.close();
  }

  @Test
  void whatItImportsIsThere() throws Exception {
    HttpResponse<String> entry = get("/client/parley.js");

    assertThat(entry.headers().firstValue("content-type").orElse("")).contains("javascript");
    assertThat(entry.headers().firstValue("cache-control").orElse("")).contains("max-age=0");
    assertThat(MODULE.matcher(entry.body()).results().map(ClientFilesIT::name))
        .contains("stompjs/index.js")
        .allSatisfy(file -> assertThat(get("/client/" + file).statusCode()).isEqualTo(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "identity"})
  void cachesAreToldWhatTheAnswerDependsOn(String encoding) throws Exception {
    String page = "https://app.example.com";

    HttpResponse<String> answer =
        get("/client/parley.js", "Origin", page, "Accept-Encoding", encoding);

    assertThat(answer.headers().allValues("vary")).contains("Origin", "Accept-Encoding");
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains(page);
  }

  @Test
  void itsTypesLieBesideIt() throws Exception {
    Deque<String> asked = new ArrayDeque<>(List.of("parley.js"));
    Set<String> seen = new HashSet<>();
    while (!asked.isEmpty()) {
      String types = asked.pop().replace(".js", ".d.ts");
      if (seen.add(types)) {
        HttpResponse<String> answer = get("/client/" + types);
        assertThat(answer.statusCode()).as(types).isEqualTo(200);
        MODULE.matcher(answer.body()).results().map(ClientFilesIT::name).forEach(asked::push);
      }
    }
    assertThat(seen).contains("client.d.ts", "errors.d.ts", "channel.d.ts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/client/stompjs/index.js",
        "/client/stompjs/client.js",
        "/client/sockjs/sockjs.min.js"
      })
  void theLibrariesLieBesideIt(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/client/node.js", "/client/npm.js", "/client/package.json", "/client/"})
  void whatOnlyNpmNeedsIsNotThere(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aPageThatMayConnectMayImport() throws Exception {
    String origin = "https://app.example.com";

    for (String path : List.of("/client/parley.js", "/client/stompjs/index.js")) {
      HttpResponse<String> answer = get(path, "Origin", origin);
      assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue(origin);
      assertThat(answer.headers().allValues("vary")).contains("Origin");
    }
  }

  @Test
  void aPageThatMayNotConnectIsNotAllowedToImport() throws Exception {
    HttpResponse<String> answer = get("/client/parley.js", "Origin", "https://example.org");

    assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(answer.headers().allValues("vary")).contains("Origin");
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    String changed = get("/client/parley.js").headers().firstValue("last-modified").orElseThrow();

    assertThat(get("/client/parley.js", "If-Modified-Since", changed).statusCode()).isEqualTo(304);
  }

  private static String name(MatchResult found) {
    return found.group(1);
  }

  private static HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    String port = node.getEnvironment().getRequiredProperty("local.server.port");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
