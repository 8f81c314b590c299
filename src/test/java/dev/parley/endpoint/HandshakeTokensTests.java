package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.identity.BearerToken;
import dev.parley.protocol.StompVersion;
import dev.parley.session.RecordingConnection;
import dev.parley.session.TestSessions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a request may bring a token, and for how long it is kept. */
class HandshakeTokensTests {

  private static final HandshakeTokens COOKIE = new HandshakeTokens(Optional.of("token"));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Bearer a.b.c,   a.b.c",
        "bearer  a.b.c,  a.b.c",
        "BEARER a.b.c,   a.b.c",
        "Bearer,         -",
        "Basic YTpi,     -",
        "a.b.c,          -",
        "'',             -",
      })
  void aHeaderBringsOneInTheSchemeBearer(String header, String token) {
    assertThat(new HandshakeTokens(Optional.empty()).find(List.of(header), List.of(), false))
        .map(BearerToken::text)
        .isEqualTo(Optional.ofNullable(token));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "token=a.b.c,                  a.b.c",
        "a=1; token=a.b.c; b=2,        a.b.c",
        "'a=1;token=\"a.b.c\"',        a.b.c",
        "token=a.b.c; token=d,         a.b.c",
        "Token=a.b.c,                  -",
        "my-token=a.b.c,               -",
        "tokens=a.b.c,                 -",
        "token,                        -",
        "'',                           -",
      })
  void aCookieBringsOneOfAPage(String header, String token) {
    assertThat(COOKIE.find(List.of(), List.of("x=y", header), true))
        .map(BearerToken::text)
        .isEqualTo(Optional.ofNullable(token));
  }

  @Test
  void aCookieCountsOnlyOfAPageAndOnlyWhereOneIsNamed() {
    assertThat(COOKIE.find(List.of(), List.of("token=a.b.c"), false)).isEmpty();
    assertThat(new HandshakeTokens(Optional.empty()).find(List.of(), List.of("token=a"), true))
        .isEmpty();
  }

  @Test
  void theHeaderComesFirst() {
    assertThat(COOKIE.find(List.of("Bearer h"), List.of("token=c"), true))
        .contains(new BearerToken("h"));
    assertThat(COOKIE.find(List.of("Basic YTpi"), List.of("token=c"), true))
        .contains(new BearerToken("c"));
  }

  @Test
  void connectTakesTheTokenAndNoneIsKeptAfterIt() {
    Conversation conversation =
        new Conversation(
            TestSessions.connected(new RecordingConnection(), "alice", StompVersion.V1_2),
            Optional.empty(),
            Optional.empty());
    conversation.presents(new BearerToken("first"));
    conversation.presents(new BearerToken("second"));

    assertThat(conversation.takeHandshakeToken()).contains(new BearerToken("second"));
    assertThat(conversation.takeHandshakeToken()).isEmpty();
    conversation.presents(new BearerToken("late"));
    assertThat(conversation.takeHandshakeToken()).isEmpty();
  }
}
