package dev.parley.demo;

import dev.parley.identity.AuthSettings;
import dev.parley.protocol.UserNames;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Gives a token to anybody for any name, which is why it exists in the demo alone. */
@RestController
@Profile("demo")
final class TokenRoute {

  private static final Duration LIFE = Duration.ofHours(1);

  private final AuthSettings settings;
  private final SecretKey key;
  private final InstantSource clock;

  TokenRoute(AuthSettings settings, InstantSource clock) {
    String secret = Objects.requireNonNull(settings.secret(), "parley.auth.secret");
    this.settings = settings;
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  /**
   * A token and the time of its end.
   *
   * @param expires epoch milliseconds
   */
  record Issued(String token, long expires) {}

  @GetMapping("/demo/token")
  ResponseEntity<?> issue(@RequestParam(defaultValue = "") String user) {
    return UserNames.isValid(user)
        ? ResponseEntity.ok(tokenFor(user))
        : ResponseEntity.of(badName()).build();
  }

  private Issued tokenFor(String user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS); // A token knows no smaller unit.
    Instant end = now.plus(LIFE);
    JwtBuilder token = Jwts.builder().subject(user).issuedAt(Date.from(now));
    Optional.ofNullable(settings.issuer()).ifPresent(token::issuer);
    Optional.ofNullable(settings.audience()).ifPresent(name -> token.audience().add(name).and());
    String compact = token.expiration(Date.from(end)).signWith(key, Jwts.SIG.HS256).compact();
    return new Issued(compact, end.toEpochMilli());
  }

  private static ProblemDetail badName() {
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.BAD_REQUEST,
        "A name has 1 to 128 characters, none of them a control character, and is not \"server\".");
  }
}
