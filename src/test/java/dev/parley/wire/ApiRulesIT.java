package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Backend;
import dev.parley.wire.kit.Tokens;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the HTTP API, and what the others are told. */
@Timeout(60)
class ApiRulesIT {

  private static final String PATH = "/api/v1/revocations";

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.allowed-origins=https://backend.example", "--parley.node-id=api");

  private final Backend backend = new Backend(stage.target());
  private final Tokens tokens = stage.tokens();

  @Test
  void whatWasDoneIsSaid() {
    long until = Instant.now().plusSeconds(60).toEpochMilli();
    String body = "{\"sub\":\"mallory\",\"until\":" + until + "}";

    HttpResponse<String> answer =
        backend.asks("POST", PATH, body, "Authorization", "Bearer " + backend.token());

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
  }

  @Test
  void withoutAGoodTokenNothingIsDone() {
    is(401, "bad-token", backend.asks("POST", PATH, "{}"));
    for (String header :
        List.of(
            "Basic YTpi",
            "Bearer",
            "Bearer no.real.token",
            "Bearer " + tokens.ofAnotherKey("backend"),
            "Bearer " + tokens.unsigned("backend"),
            backend.token())) {
      is(401, "bad-token", backend.asks("POST", PATH, "{}", "Authorization", header));
    }
    String old = tokens.user("backend").scope("parley:server").expiresAt(Instant.EPOCH).sign();
    HttpResponse<String> expired = with(old, "POST", PATH, "{}");
    is(401, "token-expired", expired);
    assertThat(expired.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "parley:console", "server", "parley:server2", "PARLEY:SERVER"})
  void withoutTheScopeNothingIsDone(String scope) {
    is(403, "forbidden", with(tokens.user("alice").scope(scope).sign(), "POST", PATH, "{}"));
  }

  @Test
  void theScopeMayBeOneOfSeveral() {
    String token = tokens.user("backend").scope("a parley:server b").sign();

    is(400, "bad-frame", with(token, "POST", PATH, "{}"));
  }

  @Test
  void aBackendThatWasRevokedIsRefused() {
    String token = tokens.user("backend").scope("parley:server").claim("jti", "\"leaked\"").sign();
    backend.revokesToken("leaked", 60);

    is(401, "token-revoked", with(token, "POST", PATH, "{}"));
  }

  @Test
  void whatCannotBeDoneIsSaid() {
    is(400, "bad-frame", with(backend.token(), "POST", PATH, "no json"));
    is(400, "bad-header", with(backend.token(), "POST", PATH, "{\"sub\":\"a\",\"until\":1}"));
    is(413, "too-large", with(backend.token(), "POST", PATH, "x".repeat(100_000)));
    assertThat(with(backend.token(), "GET", PATH, "").statusCode()).isEqualTo(405);
    assertThat(with(backend.token(), "GET", "/api/v1/nothing", "").statusCode()).isEqualTo(404);
  }

  /** Nobody learns what there is. */
  @Test
  void aPathThatIsNotThereIsRefusedLikeAnyOther() {
    is(401, "bad-token", backend.asks("GET", "/api/v1/nothing", ""));
    is(401, "bad-token", backend.asks("GET", "/api/", ""));
  }

  @Test
  void aPageOfAnAllowedOriginMayAsk() {
    String page = "https://backend.example";
    HttpResponse<String> preflight =
        backend.asks(
            "OPTIONS",
            PATH,
            "",
            "Origin",
            page,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization");
    HttpResponse<String> answer =
        backend.asks(
            "POST", PATH, "{}", "Origin", page, "Authorization", "Bearer " + backend.token());

    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("authorization");
    for (HttpResponse<String> each : List.of(preflight, answer)) {
      assertThat(each.headers().firstValue("Access-Control-Allow-Origin")).contains(page);
      assertThat(each.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
    is(400, "bad-frame", answer);
  }

  @Test
  void anotherPageMayNot() {
    HttpResponse<String> answer =
        backend.asks(
            "POST",
            PATH,
            "{}",
            "Origin",
            "https://evil.example",
            "Authorization",
            "Bearer " + backend.token());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  private HttpResponse<String> with(String token, String method, String path, String body) {
    return backend.asks(method, path, body, "Authorization", "Bearer " + token);
  }

  private static void is(int status, String code, HttpResponse<String> answer) {
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"status\":" + status, "\"title\":\"");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }
}
