package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ParleyApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** What a page can import from the service, and which pages. */
class ClientFilesIT {

  private static final Pattern IMPORT = Pattern.compile("(?:from|import) \"\\./([^\"]+)\"");

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
  void everyModuleThatIsImportedIsThereWithItsTypes() throws Exception {
    HttpResponse<String> entry = get("/client/parley.js");

    assertThat(entry.headers().firstValue("content-type").orElse("")).contains("javascript");
    assertThat(entry.headers().firstValue("cache-control").orElse("")).contains("max-age=0");
    Stream<String> all = Stream.concat(Stream.of("parley.js"), imports("client.js"));
    for (String module : all.toList()) {
      assertThat(get("/client/" + module).statusCode()).as(module).isEqualTo(200);
      String types = module.replace(".js", ".d.ts");
      assertThat(get("/client/" + types).statusCode()).as(types).isEqualTo(200);
    }
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
    String changed = get("/client/client.js").headers().firstValue("last-modified").orElseThrow();

    assertThat(get("/client/client.js", "If-Modified-Since", changed).statusCode()).isEqualTo(304);
  }

  private static Stream<String> imports(String module) throws Exception {
    List<String> names =
        IMPORT.matcher(get("/client/" + module).body()).results().map(r -> name(r)).toList();
    assertThat(names).isNotEmpty();
    return names.stream();
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
