package dev.parley.identity;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/** Verifies JWTs (RFC 7519) that are signed (RFC 7515). */
final class JwtVerifier implements TokenVerifier, AutoCloseable {

  private static final int LONGEST_TOKEN = 16 * 1024;
  private static final int LONGEST_KEY_ID = 256;

  private final KeySource keys;
  private final JwtParser parser;

  JwtVerifier(KeySource keys, AuthSettings settings, InstantSource clock) {
    this.keys = keys;
    JwtParserBuilder builder =
        Jwts.parser()
            .keyLocator(this::keyFor)
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(SKEW.toSeconds());
    if (settings.issuer() != null) {
      builder.requireIssuer(settings.issuer());
    }
    if (settings.audience() != null) {
      builder.requireAudience(settings.audience());
    }
    this.parser = builder.build();
  }

  @Override
  public User verify(String token) {
    if (token.length() > LONGEST_TOKEN) {
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
    try {
      Claims claims = parser.parseSignedClaims(token).getPayload();
      return TokenClaims.user(claims, TokenClaims.payload(token));
    } catch (ExpiredJwtException expired) {
      TokenClaims.checkDates(TokenClaims.payload(token));
      throw new Refusal(RefusalCode.TOKEN_EXPIRED);
    } catch (JwtException | IllegalArgumentException wrong) {
      // What exactly is wrong would help only who tries tokens out.
      throw new Refusal(RefusalCode.BAD_TOKEN);
    }
  }

  @Override
  public boolean mayBlock() {
    return keys.mayBlock();
  }

  @Override
  public void close() {
    keys.close();
  }

  private Key keyFor(Header header) {
    if (header instanceof JwsHeader signed) {
      Optional<String> id = Optional.ofNullable(signed.getKeyId());
      if (id.isPresent() && id.get().length() > LONGEST_KEY_ID) {
        throw new UnsupportedJwtException("a name of no key");
      }
      return keys.find(id, signed.getAlgorithm())
          .orElseThrow(() -> new UnsupportedJwtException("an algorithm of another key"));
    }
    throw new UnsupportedJwtException("not a signed token");
  }
}
