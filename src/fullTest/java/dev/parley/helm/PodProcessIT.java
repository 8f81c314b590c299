package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.Certificate;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service starts with what the chart renders, and {@code helm test} finds it well. */
@Timeout(240)
class PodProcessIT {

  private static final Map<String, String> KEY =
      Map.of("secret", "a-secret-of-the-chart-tests-with-more-than-32-bytes");

  @TempDir private Path folder;

  @Test
  void oneNodeByItself() throws Exception {
    Rendered rendered = ParleyChart.render("smallest");
    try (PodProcess pod = PodProcess.start(rendered, Map.of("parley-key", KEY), folder)) {
      isWell(rendered, pod);
    }
  }

  /** Of a token that the service does not take. */
  @Test
  void helmTestFailsWhereItsTokenIsNotTaken() throws Exception {
    Rendered rendered =
        ParleyChart.render(
            "smallest", Map.of("test.existingSecret", "stale", "test.tokenKey", "token"));
    Map<String, Map<String, String>> secrets =
        Map.of("parley-key", KEY, "stale", Map.of("token", SigningKey.rs256("").tokenOf("ann")));
    try (PodProcess pod = PodProcess.start(rendered, secrets, folder)) {
      pod.awaitProbe(rendered.parley().getReadinessProbe());
      assertThat(pod.isTried()).isEqualTo(1);
      assertThat(pod.log()).content().contains("CONNECT was refused: bad-token");
    }
  }

  @Test
  void withTlsAndAPublicKey() throws Exception {
    SigningKey key = SigningKey.es256("");
    try (Certificate certificate = Certificate.make()) {
      Rendered rendered =
          ParleyChart.render(
              "smallest",
              Map.of(
                  "auth", Map.of("existingSecret", "parley-key", "publicKeyKey", "key.pem"),
                  "tls.existingSecret", "parley-tls",
                  "test.existingSecret", "trial",
                  "test.tokenKey", "token"));
      Map<String, Map<String, String>> secrets =
          Map.of(
              "parley-key", Map.of("key.pem", pem(key)),
              "parley-tls", tls(certificate),
              "trial", Map.of("token", key.tokenOf("ann")));
      try (PodProcess pod = PodProcess.start(rendered, secrets, folder)) {
        isWell(rendered, pod);
      }
    }
  }

  @Test
  void withRedisAndRabbitOfOthers() throws Exception {
    try (Certificate certificate = Certificate.make();
        RedisServer redis = RedisServer.start(redisOptions(certificate));
        RabbitServer rabbit = RabbitServer.started()) {
      assertThat(redis.port()).isPositive();
      Rendered rendered =
          ParleyChart.render(
              "cluster",
              Map.of(
                  "config.spring.data.redis.host", "localhost",
                  "config.spring.data.redis.port", certificate.port(),
                  "config.parley.relay", Map.of("host", "localhost", "port", rabbit.port())));
      Map<String, Map<String, String>> secrets =
          Map.of(
              "parley-key", KEY,
              "redis-default-user", Map.of("username", "default", "password", "of redis"),
              "rabbit-default-user",
                  Map.of("username", "parley", "password", RabbitServer.PASSCODE),
              "company-ca", Map.of("ca.crt", Files.readString(certificate.file())));
      try (PodProcess pod = PodProcess.start(rendered, secrets, folder)) {
        isWell(rendered, pod);
        assertThat(redis.cli("KEYS", "chat*")).isNotEmpty();
      }
    }
  }

  private static void isWell(Rendered rendered, PodProcess pod) throws Exception {
    pod.awaitProbe(rendered.parley().getStartupProbe());
    pod.awaitProbe(rendered.parley().getLivenessProbe());
    pod.awaitProbe(rendered.parley().getReadinessProbe());
    assertThat(pod.isTried()).as("%s", Files.readString(pod.log())).isZero();
  }

  private static String[] redisOptions(Certificate certificate) {
    String[] tls = certificate.serverOptions();
    String[] all = java.util.Arrays.copyOf(tls, tls.length + 2);
    all[tls.length] = "--requirepass";
    all[tls.length + 1] = "of redis";
    return all;
  }

  private static Map<String, String> tls(Certificate certificate) throws Exception {
    return Map.of(
        "tls.crt", Files.readString(certificate.file()),
        "tls.key", Files.readString(certificate.keyFile()));
  }

  private static String pem(SigningKey key) {
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(key.pair().getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n";
  }
}
