package dev.parley.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.identity.TokenVerifier;
import dev.parley.identity.User;
import dev.parley.protocol.Refusal;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the profile {@code demo} switches on, and that nothing of it is there otherwise. */
class DemoProfileIT {

  private static final String SECRET = "a-secret-that-somebody-has-set-with-48-bytes-!!!";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static DemoNode node;

  @BeforeAll
  static void start() {
    node = DemoNode.started();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "<b>x", "Zoë Müller", "a/b", "日本"})
  void anybodyGetsATokenForAnHour(String name) throws Exception {
    JsonNode issued = JSON.readTree(tokenFor(node, name).body());

    User user = node.bean(TokenVerifier.class).verify(issued.path("token").stringValue());

    assertThat(user.name()).isEqualTo(name);
    assertThat(user.scopes()).isEmpty();
    assertThat(issued.path("expires").longValue()).isEqualTo(user.expires().toEpochMilli());
    assertThat(Duration.between(Instant.now(), user.expires()))
        .isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "server", "bell\u0007"})
  void aNameThatNobodyMayHaveIsRefused(String name) throws Exception {
    HttpResponse<String> answer = tokenFor(node, name);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(answer.body()).path("detail").stringValue()).contains("128");
  }

  @Test
  void noNameAndALongNameAreRefusedToo() throws Exception {
    assertThat(node.get("/demo/token").statusCode()).isEqualTo(400);
    assertThat(tokenFor(node, "x".repeat(129)).statusCode()).isEqualTo(400);
    assertThat(tokenFor(node, "x".repeat(128)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/demo/demo.js",
        "/demo/demo.css",
        "/demo/conversation.js",
        "/demo/lines.js",
        "/client/parley.js"
      })
  void thePageAndAllItNeedsAreServed(String path) throws Exception {
    assertThat(node.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void itListensToThisMachineAlone() {
    assertThat(node.host()).isEqualTo("127.0.0.1");
    assertThat(node.fastAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void itListensWhereItIsTold() {
    try (DemoNode told = DemoNode.started("--server.address=0.0.0.0")) {
      assertThat(told.host()).isEqualTo("0.0.0.0");
      assertThat(told.fastAddress().isAnyLocalAddress()).isTrue();
    }
  }

  @Test
  void theNextStartHasAnotherSecret() throws Exception {
    String token = JSON.readTree(tokenFor(node, "alice").body()).path("token").stringValue();

    try (DemoNode next = DemoNode.started()) {
      TokenVerifier verifier = next.bean(TokenVerifier.class);
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(Refusal.class);
    }
  }

  @Test
  void aSecretThatIsSetWins() throws Exception {
    try (DemoNode set =
            DemoNode.started(
                "--parley.auth.secret=" + SECRET,
                "--parley.auth.issuer=us",
                "--parley.auth.audience=you");
        DemoNode other =
            DemoNode.withoutTheProfile(
                "--parley.auth.secret=" + SECRET,
                "--parley.auth.issuer=us",
                "--parley.auth.audience=you")) {
      String token = JSON.readTree(tokenFor(set, "alice").body()).path("token").stringValue();

      assertThat(other.bean(TokenVerifier.class).verify(token).name()).isEqualTo("alice");
    }
  }

  @Test
  void nothingOfItIsThereWithoutTheProfile() throws Exception {
    try (DemoNode plain = DemoNode.withoutTheProfile("--parley.auth.secret=" + SECRET)) {
      assertThat(plain.get("/").statusCode()).isEqualTo(404);
      assertThat(plain.get("/demo/index.html").statusCode()).isEqualTo(404);
      assertThat(plain.get("/demo/demo.js").statusCode()).isEqualTo(404);
      assertThat(tokenFor(plain, "alice").statusCode()).isEqualTo(404);
      assertThat(plain.get("/index.html").statusCode()).isIn(403, 404);
      assertThat(plain.hasBeansOf("dev.parley.demo")).isFalse();
    }
  }

  private static HttpResponse<String> tokenFor(DemoNode node, String name)
      throws IOException, InterruptedException {
    return node.get("/demo/token?user=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }
}
