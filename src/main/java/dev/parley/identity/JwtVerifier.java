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

/** Verifies tokens with a key that is there already. */
final class JwtVerifier implements TokenVerifier {

  private static final int LONGEST_TOKEN = 16 * 1024;

  private final VerificationKey key;
  private final JwtParser parser;

  JwtVerifier(VerificationKey key, AuthSettings settings, InstantSource clock) {
    this.key = key;
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
    return false;
  }

  private Key keyFor(Header header) {
    if (header instanceof JwsHeader signed) {
      return key.of(signed.getAlgorithm())
          .orElseThrow(() -> new UnsupportedJwtException("an algorithm of another key"));
    }
    throw new UnsupportedJwtException("not a signed token");
  }
}
