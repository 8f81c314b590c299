package dev.parley.trial;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a trial needs, from the environment.
 *
 * @param token {@code PARLEY_TRIAL_TOKEN}; without it one is signed with {@code
 *     PARLEY_AUTH_SECRET}, which names {@code PARLEY_AUTH_ISSUER} and {@code PARLEY_AUTH_AUDIENCE}
 *     where they are set
 * @param channel {@code PARLEY_TRIAL_CHANNEL}, where the message goes; {@code rooms.trial}
 * @param patience {@code PARLEY_TRIAL_PATIENCE} in seconds, for each door; 30
 * @param trust {@code PARLEY_TRIAL_TRUST}: a PEM file with the certificates to trust instead of
 *     those that the JVM knows
 */
record TrialSettings(String token, String channel, Duration patience, Optional<Path> trust) {

  private static final String USER = "trial";
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
  private static final int SHORTEST_SECRET = 32;

  static TrialSettings from(Map<String, String> environment) {
    String channel = environment.getOrDefault("PARLEY_TRIAL_CHANNEL", "rooms.trial");
    String token =
        Optional.ofNullable(environment.get("PARLEY_TRIAL_TOKEN"))
            .orElseGet(() -> signed(environment, channel));
    return new TrialSettings(
        token.strip(),
        channel,
        patience(environment.getOrDefault("PARLEY_TRIAL_PATIENCE", "30")),
        Optional.ofNullable(environment.get("PARLEY_TRIAL_TRUST")).map(Path::of));
  }

  private static String signed(Map<String, String> environment, String channel) {
    byte[] secret =
        environment.getOrDefault("PARLEY_AUTH_SECRET", "").getBytes(StandardCharsets.UTF_8);
    if (secret.length < SHORTEST_SECRET) {
      throw new TrialFailure(
          "Set PARLEY_TRIAL_TOKEN to a token, or PARLEY_AUTH_SECRET to the service's secret of 32"
              + " bytes or more.");
    }
    Map<String, List<String>> grants =
        Map.of("subscribe", List.of(channel), "publish", List.of(channel));
    JwtBuilder token = Jwts.builder().subject(USER).claim("channels", grants);
    Optional.ofNullable(environment.get("PARLEY_AUTH_ISSUER")).ifPresent(token::issuer);
    Optional.ofNullable(environment.get("PARLEY_AUTH_AUDIENCE"))
        .ifPresent(name -> token.audience().add(name).and());
    return token
        .expiration(Date.from(Instant.now().plus(TOKEN_LIFE)))
        .signWith(new SecretKeySpec(secret, "HmacSHA256"), Jwts.SIG.HS256)
        .compact();
  }

  private static Duration patience(String seconds) {
    if (!seconds.matches("[1-9][0-9]{0,3}")) {
      throw new TrialFailure("PARLEY_TRIAL_PATIENCE is a number of seconds from 1 to 9999.");
    }
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  /** A client that trusts whom these settings name. */
  HttpClient http() {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(patience);
    trust.map(TrustedFile::context).ifPresent(client::sslContext);
    return client.build();
  }
}
