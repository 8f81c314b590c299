package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SignatureException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A library of another hand judges the tokens. */
class TokensTests {

  private static final String SECRET =
      "a secret of sixty-four bytes, long enough for HS512 as well!!!!!";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final Tokens tokens = new Tokens(SECRET, () -> NOW);

  @Test
  void aGoodTokenIsAccepted() {
    Claims claims = judged(tokens.of("alice \"é\""));

    assertThat(claims.getSubject()).isEqualTo("alice \"é\"");
    assertThat(claims.getExpiration()).isEqualTo(Date.from(NOW.plusSeconds(3600)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void everyHmacAlgorithmIsAccepted(String algorithm) {
    assertThat(judged(tokens.user("alice").algorithm(algorithm).sign()).getSubject())
        .isEqualTo("alice");
  }

  @Test
  void claimsAreReadAsTheyWereGiven() {
    Claims claims =
        judged(
            tokens
                .user("alice")
                .name("Alice")
                .info("{\"colour\":\"red\"}")
                .channels(List.of("rooms.*"), List.of("rooms.a"))
                .scope("parley:server parley:console")
                .claim("jti", "\"1\"")
                .sign());

    assertThat(claims)
        .containsEntry("name", "Alice")
        .containsEntry("info", Map.of("colour", "red"))
        .containsEntry(
            "channels", Map.of("subscribe", List.of("rooms.*"), "publish", List.of("rooms.a")))
        .containsEntry("scope", "parley:server parley:console")
        .containsEntry("jti", "1");
  }

  @Test
  void anExpiredTokenIsExpired() {
    String token = tokens.expired("alice");

    assertThatThrownBy(() -> judged(token)).isInstanceOf(ExpiredJwtException.class);
  }

  @Test
  void tokensOfAnotherHandAreRefused() {
    String anotherKey = tokens.ofAnotherKey("alice");
    String changed = tokens.user("alice").signedButClaiming(tokens.user("root"));

    assertThatThrownBy(() -> judged(anotherKey)).isInstanceOf(SignatureException.class);
    assertThatThrownBy(() -> judged(changed)).isInstanceOf(SignatureException.class);
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String token = tokens.unsigned("alice");

    assertThat(token).endsWith(".");
    assertThatThrownBy(() -> judged(token)).isInstanceOf(UnsupportedJwtException.class);
  }

  @Test
  void claimsCanBeLeftOut() {
    assertThat(judged(tokens.withoutExpiry("alice")).getExpiration()).isNull();
    assertThat(judged(tokens.withoutSubject()).getSubject()).isNull();
  }

  private static Claims judged(String token) {
    return Jwts.parser()
        .verifyWith(Keys.hmacShaKeyFor(SECRET.getBytes(UTF_8)))
        .clock(() -> Date.from(NOW))
        .build()
        .parseSignedClaims(token)
        .getPayload();
  }
}
