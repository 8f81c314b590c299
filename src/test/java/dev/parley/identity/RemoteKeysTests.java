package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.wire.kit.KeyServer;
import dev.parley.wire.kit.SigningKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Keys that lie elsewhere, with a real server that changes them, is slow, wrong or away. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RemoteKeysTests {

  private static final SigningKey FIRST = SigningKey.es256("first");
  private static final SigningKey SECOND = SigningKey.es256("second");
  private static final SigningKey RSA = SigningKey.rs256("rsa");
  private static final SigningKey ED = SigningKey.ed25519("ed");

  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofMillis(50);
  private static final RemoteKeys.Pace RARELY = new RemoteKeys.Pace(NEVER, NEVER, NEVER);

  private final KeyServer server = KeyServer.with(FIRST);
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(server));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void keysOfEveryKindVerify() {
    SigningKey long521 = SigningKey.es512("long");
    server.has(FIRST, RSA, ED, long521);
    TokenVerifier verifier = verifier(RARELY);

    for (SigningKey key : List.of(FIRST, RSA, ED, long521)) {
      assertThat(verifier.verify(key.tokenOf("alice")).name()).isEqualTo("alice");
    }
    assertThat(verifier.mayBlock()).isTrue();
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void anAlgorithmOfAnotherKeyIsRefused() {
    server.has(FIRST, RSA, ED);
    TokenVerifier verifier = verifier(RARELY);

    isRefused(verifier, FIRST.as("rsa", "ES256").tokenOf("alice"));
    isRefused(verifier, RSA.as("first", "RS256").tokenOf("alice"));
    isRefused(verifier, ED.as("first", "EdDSA").tokenOf("alice"));
    String asSecret = RSA.jwk();
    isRefused(verifier, HandmadeToken.hmac("HS256", asSecret, HandmadeToken.claims("")));
    isRefused(verifier, HandmadeToken.unsigned(HandmadeToken.header("none"), "{}"));
  }

  @Test
  void anAlgorithmThatTheKeyDoesNotNameIsRefused() {
    server.answers(200, SigningKey.set(RSA.jwk(",\"alg\":\"RS256\"")));
    TokenVerifier verifier = verifier(RARELY);

    assertThat(verifier.verify(RSA.tokenOf("alice")).name()).isEqualTo("alice");
    isRefused(verifier, RSA.as("rsa", "RS512").tokenOf("alice"));
  }

  @Test
  void aTokenWithoutANameNeedsNoneWhereOneKeyFits() {
    server.has(FIRST, RSA);
    TokenVerifier verifier = verifier(RARELY);
    assertThat(verifier.verify(FIRST.as("", "ES256").tokenOf("alice")).name()).isEqualTo("alice");

    server.has(FIRST, SECOND);
    isRefused(verifier(RARELY), FIRST.as("", "ES256").tokenOf("alice"));
  }

  @Test
  void aNewKeyIsFetchedWhenATokenNamesIt() {
    TokenVerifier verifier = verifier(RARELY);
    verifier.verify(FIRST.tokenOf("alice"));
    server.has(FIRST, SECOND);

    assertThat(verifier.verify(SECOND.tokenOf("bob")).name()).isEqualTo("bob");
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void whoMakesUpNamesOfKeysCausesOneRequest() {
    TokenVerifier verifier = verifier(RARELY);
    verifier.verify(FIRST.tokenOf("alice"));

    for (int i = 0; i < 20; i++) {
      isRefused(verifier, FIRST.as("made-up-" + i, "ES256").tokenOf("mallory"));
    }

    assertThat(server.requests()).isEqualTo(2);
    assertThat(verifier.verify(FIRST.tokenOf("alice")).name()).isEqualTo("alice");
  }

  @Test
  void afterAWhileAnUnknownNameIsLookedForAgain() {
    TokenVerifier verifier = verifier(new RemoteKeys.Pace(NEVER, SOON, NEVER));
    isRefused(verifier, SECOND.tokenOf("bob"));
    server.has(SECOND);

    await().untilAsserted(() -> assertThat(verifier.verify(SECOND.tokenOf("bob"))).isNotNull());
  }

  @Test
  void manyWhoNameANewKeyAtOnceShareARequest() {
    TokenVerifier verifier = verifier(RARELY);
    verifier.verify(FIRST.tokenOf("alice"));
    server.has(FIRST, SECOND);
    server.takes(Duration.ofMillis(300));
    String token = SECOND.tokenOf("bob");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<User>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(CompletableFuture.supplyAsync(() -> verifier.verify(token), threads));
      }
      assertThat(all).allSatisfy(each -> assertThat(each.join().name()).isEqualTo("bob"));
    }
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void aKeyThatWasTakenOutIsRefusedAfterTheNextFetch() {
    TokenVerifier verifier = verifier(new RemoteKeys.Pace(SOON, NEVER, NEVER));
    String token = FIRST.tokenOf("alice");
    verifier.verify(token);

    server.has(SECOND);

    await().untilAsserted(() -> isRefused(verifier, token));
    assertThat(verifier.verify(SECOND.tokenOf("bob")).name()).isEqualTo("bob");
  }

  @Test
  void whileNothingAnswersRightlyTheKnownKeysStay(CapturedOutput output) {
    TokenVerifier verifier = verifier(new RemoteKeys.Pace(SOON, SOON, SOON));
    String token = FIRST.tokenOf("alice");
    verifier.verify(token);

    server.answers(500, "");
    hasAskedAgain(3);
    server.answers(200, "no keys");
    hasAskedAgain(3);
    server.answers(200, "{\"keys\":7}");
    hasAskedAgain(3);
    server.answers(302, "");
    hasAskedAgain(3);
    server.answers(200, " ".repeat(KeyDownload.MOST_BYTES) + SigningKey.set(SECOND.jwk()));
    hasAskedAgain(3);
    assertThat(verifier.verify(token).name()).isEqualTo("alice");
    server.goesAway();
    isRefused(verifier, SECOND.tokenOf("bob"));
    assertThat(verifier.verify(token).name()).isEqualTo("alice");

    assertThat(output).containsOnlyOnce("No keys from parley.auth.jwks-uri");
    server.comesBack();
    server.has(SECOND);
    await().untilAsserted(() -> assertThat(verifier.verify(SECOND.tokenOf("bob"))).isNotNull());
  }

  private void hasAskedAgain(int times) {
    int before = server.requests();
    await().until(() -> server.requests() >= before + times);
  }

  @Test
  void withoutAnyKeyNothingIsSaidAboutTheToken() {
    server.goesAway();
    TokenVerifier verifier = verifier(new RemoteKeys.Pace(NEVER, NEVER, SOON));
    String token = FIRST.tokenOf("alice");

    refuses(verifier, token, RefusalCode.UNAVAILABLE);

    server.comesBack();
    await().untilAsserted(() -> assertThat(verifier.verify(token).name()).isEqualTo("alice"));
  }

  @Test
  void anAnswerThatTakesTooLongIsNone() {
    server.takes(Duration.ofMinutes(1));
    TokenVerifier verifier = verifier(RARELY);

    refuses(verifier, FIRST.tokenOf("alice"), RefusalCode.UNAVAILABLE);
  }

  @Test
  void keysThatVerifyNothingAreLeftOut(CapturedOutput output) {
    String secret = "{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"" + "A".repeat(64) + "\"}";
    server.answers(
        200,
        SigningKey.set(
            secret,
            "{\"kty\":\"new\",\"kid\":\"of-tomorrow\"}",
            "{\"kty\":\"RSA\",\"kid\":\"broken\",\"n\":\"!\",\"e\":\"AQAB\"}",
            "7",
            RSA.as("encrypts", "RS256").jwk(",\"use\":\"enc\""),
            RSA.as("wraps", "RS256").jwk(",\"key_ops\":[\"wrapKey\"]"),
            RSA.as("other", "RS256").jwk(",\"alg\":\"ES256\""),
            SigningKey.rsa("short", 1024).jwk(),
            FIRST.jwk(",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"more\":{\"of\":1}")));
    TokenVerifier verifier = verifier(RARELY);

    assertThat(verifier.verify(FIRST.tokenOf("alice")).name()).isEqualTo("alice");
    for (String name : List.of("encrypts", "wraps", "other", "broken")) {
      isRefused(verifier, RSA.as(name, "RS256").tokenOf("alice"));
    }
    assertThat(output)
        .contains("shared", "of-tomorrow", "broken", "encrypts", "wraps", "other", "short")
        .contains("without a kid")
        .doesNotContain("A".repeat(64));
  }

  private TokenVerifier verifier(RemoteKeys.Pace pace) {
    AuthSettings settings = new AuthSettings(null, null, server.uri(), null, null, null);
    RemoteKeys keys = RemoteKeys.of(KeyDownload.from(server.uri()), pace);
    opened.add(keys::close);
    return new JwtVerifier(keys, settings, InstantSource.system());
  }

  private static void isRefused(TokenVerifier verifier, String token) {
    refuses(verifier, token, RefusalCode.BAD_TOKEN);
  }

  private static void refuses(TokenVerifier verifier, String token, RefusalCode code) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> verifier.verify(token))
        .extracting(Refusal::code)
        .isEqualTo(code);
  }
}
