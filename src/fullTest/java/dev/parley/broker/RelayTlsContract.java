package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.Certificate;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * TLS to a broker whose certificate names localhost and is trusted by whoever knows it; each broker
 * has a subclass. What is wrong is told with key, host and reason.
 */
abstract class RelayTlsContract {

  /** Where the broker speaks STOMP over TLS. */
  abstract int port();

  abstract Certificate certificate();

  @Test
  void nodesMeetOverTls() {
    SSLContext trust = trusting(certificate());
    Listener hears = new Listener();
    try (RelayBroker here = broker("localhost", Optional.of(trust));
        RelayBroker there = broker("localhost", Optional.of(trust))) {
      assertThat(here.start("here", new Listener())).succeedsWithin(Listener.PATIENCE);
      assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);

      here.send(Set.of("there"), Parcels.LOBBY, List.of(Parcels.numbered(1).entry()));
      hears.awaits(Parcels.LOBBY, 1);
    }
  }

  @Test
  void certificateThatNobodyKnowsIsRefused() throws NoSuchAlgorithmException {
    assertThat(problem("localhost", Optional.of(SSLContext.getDefault())))
        .startsWith("parley.relay.ssl: localhost:" + port() + " refuses TLS or is not trusted: ")
        .contains("unable to find valid certification path");
  }

  @Test
  void certificateOfAnotherIsRefused() {
    try (Certificate other = Certificate.make()) {
      assertThat(problem("localhost", Optional.of(trusting(other))))
          .startsWith("parley.relay.ssl: localhost:" + port() + " refuses TLS or is not trusted: ");
    }
  }

  @Test
  void certificateThatNamesAnotherHostIsRefused() {
    assertThat(problem("127.0.0.1", Optional.of(trusting(certificate()))))
        .startsWith("parley.relay.ssl: 127.0.0.1:" + port() + " refuses TLS or is not trusted: ")
        .contains("No subject alternative names matching IP address 127.0.0.1");
  }

  @Test
  void withoutTlsTheBrokerHangsUp() {
    assertThat(problem("localhost", Optional.empty()))
        .startsWith("parley.relay.port: localhost:" + port());
  }

  private String problem(String host, Optional<SSLContext> trust) {
    try (RelayBroker broker = broker(host, trust)) {
      var started = broker.start("here", new Listener()).toCompletableFuture();
      await().atMost(Listener.PATIENCE).until(() -> broker.lastProblem().isPresent());
      assertThat(started).isNotDone();
      return broker.lastProblem().orElseThrow().toString();
    }
  }

  private RelayBroker broker(String host, Optional<SSLContext> trust) {
    RelaySettings settings =
        new RelaySettings(host, port(), List.of(), "parley", RabbitServer.PASSCODE, "/", "true", 2);
    return new RelayBroker(settings, "test", RelayNodes.LOOPS, trust);
  }

  /** As {@code spring.ssl.bundle.pem} with that certificate would make it. */
  private static SSLContext trusting(Certificate certificate) {
    PemSslStoreDetails trusted =
        PemSslStoreDetails.forCertificate(certificate.file().toUri().toString());
    return SslBundle.of(new PemSslStoreBundle(null, trusted)).createSslContext();
  }
}
