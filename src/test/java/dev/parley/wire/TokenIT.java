package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.TokenDraft;
import dev.parley.wire.kit.Tokens;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that let in, and all the ways in which one does not. */
@Timeout(60)
class TokenIT {

  private static final String BAD = "The token is missing or not valid.";
  private static final String EXPIRED = "The token has expired.";

  @RegisterExtension static final Stage stage = Stage.shared();

  private static Tokens tokens() {
    return stage.tokens();
  }

  @EveryWay
  void everyHmacOfTheKeyLetsIn(Way way) {
    for (String algorithm : new String[] {"HS256", "HS384", "HS512"}) {
      String token = tokens().user("alice").algorithm(algorithm).sign();

      assertThat(stage.stranger(way).connect(token).command()).isEqualTo("CONNECTED");
    }
  }

  @EveryWay
  void theHeaderMayBeWrittenInLowerCase(Way way) {
    StompClient client = stage.stranger(way);

    StompFrame answer = client.connectWithoutToken("authorization:bearer " + stage.token());

    assertThat(answer.command()).isEqualTo("CONNECTED");
  }

  @EveryWay
  void aTokenThatEndedWithinTheSkewStillLetsIn(Way way) {
    TokenDraft draft = tokens().user("alice").expiresAt(Instant.now().minusSeconds(5));

    assertThat(stage.stranger(way).connect(draft.sign()).command()).isEqualTo("CONNECTED");
  }

  @EveryWay
  void whatATokenSaysBesidesMayBeAnything(Way way) {
    TokenDraft draft = tokens().user("alice").claim("groups", "[1,{\"a\":null}]");

    assertThat(stage.stranger(way).connect(draft.claim("email", "7").sign()).command())
        .isEqualTo("CONNECTED");
  }

  @EveryWay
  void aTokenCountsFromItsBeginningOn(Way way) {
    TokenDraft draft = tokens().user("alice");
    long now = Instant.now().getEpochSecond();

    isRefused(way, draft.claim("nbf", "" + (now + 3600)).sign(), "bad-token", BAD);
    assertThat(stage.stranger(way).connect(draft.claim("nbf", "" + (now + 5)).sign()).command())
        .isEqualTo("CONNECTED");
  }

  @EveryWay
  void aTokenOfAnotherKeyIsRefused(Way way) {
    isRefused(way, tokens().ofAnotherKey("alice"), "bad-token", BAD);
  }

  @EveryWay
  void aTokenWithoutSignatureIsRefused(Way way) {
    String signed = stage.token();
    isRefused(way, tokens().unsigned("alice"), "bad-token", BAD);
    isRefused(way, signed.substring(0, signed.lastIndexOf('.') + 1), "bad-token", BAD);
  }

  @EveryWay
  void claimsThatWereChangedAfterSigningAreRefused(Way way) {
    TokenDraft other = tokens().user("mallory");

    isRefused(way, tokens().user("alice").signedButClaiming(other), "bad-token", BAD);
  }

  @EveryWay
  void anExpiredTokenIsRefused(Way way) {
    isRefused(way, tokens().expired("alice"), "token-expired", EXPIRED);
  }

  @EveryWay
  void aTokenWithoutExpiryOrUserIsRefused(Way way) {
    isRefused(way, tokens().withoutExpiry("alice"), "bad-token", BAD);
    isRefused(way, tokens().withoutSubject(), "bad-token", BAD);
  }

  @EveryWay
  void aTokenOfAUserThatCannotBeIsRefused(Way way) {
    isRefused(way, tokens().of("server"), "bad-token", BAD);
    isRefused(way, tokens().of(""), "bad-token", BAD);
    isRefused(way, tokens().of("x".repeat(129)), "bad-token", BAD);
    isRefused(way, tokens().of("line\nbreak"), "bad-token", BAD);
    isRefused(way, tokens().of("nul\0"), "bad-token", BAD);
  }

  @EveryWay
  void claimsOfTheWrongKindAreRefused(Way way) {
    TokenDraft draft = tokens().user("alice");
    isRefused(way, draft.claim("channels", "[]").sign(), "bad-token", BAD);
    isRefused(way, draft.claim("channels", "{\"subscribe\":[1]}").sign(), "bad-token", BAD);
    isRefused(way, draft.claim("info", "\"text\"").sign(), "bad-token", BAD);
    isRefused(way, draft.claim("name", "{}").sign(), "bad-token", BAD);
    isRefused(way, draft.claim("exp", "\"tomorrow\"").sign(), "bad-token", BAD);
    isRefused(way, draft.claim("sub", "7").sign(), "bad-token", BAD);
  }

  @EveryWay
  void whatIsNoTokenIsRefused(Way way) {
    isRefused(way, "", "bad-token", BAD);
    isRefused(way, "abc", "bad-token", BAD);
    isRefused(way, "a.b.c", "bad-token", BAD);
    isRefused(way, "...", "bad-token", BAD);
    isRefused(way, "x".repeat(20_000), "bad-token", BAD);
  }

  @EveryWay
  void noTokenOrOneOfAnotherSchemeIsRefused(Way way) {
    StompClient nothing = stage.stranger(way);
    assertThat(nothing.connectWithoutToken().value("message")).isEqualTo(BAD);
    nothing.expectClose(4401);

    StompClient basic = stage.stranger(way);
    basic.connectWithoutToken("Authorization:Basic YTpi");
    basic.expectClose(4401);

    StompClient bare = stage.stranger(way);
    bare.connectWithoutToken("Authorization:" + stage.token());
    bare.expectClose(4401);

    StompClient password = stage.stranger(way);
    password.connectWithoutToken("login:alice", "passcode:" + stage.token());
    password.expectClose(4401);
  }

  private static void isRefused(Way way, String token, String code, String sentence) {
    StompClient client = stage.stranger(way);

    StompFrame error = client.connect(token);

    assertThat(error.command()).isEqualTo("ERROR");
    assertThat(error.value("code")).isEqualTo(code);
    assertThat(error.value("message")).isEqualTo(sentence);
    assertThat(error.body()).isEmpty();
    client.expectClose(4401);
  }
}
