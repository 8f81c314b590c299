package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a broker whose certificate names 127.0.0.1 and is trusted by whoever knows it. */
class RelayTlsIT {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private Optional<ArtemisServer> artemis = Optional.empty();

  @BeforeEach
  void startWithACertificate() throws IOException, InterruptedException {
    Path keys = folder.resolve("keys.p12");
    makeKeys(keys, "ip:127.0.0.1");
    artemis =
        Optional.of(
            ArtemisServer.started(
                Map.of(
                    "sslEnabled",
                    "true",
                    "keyStorePath",
                    keys.toString(),
                    "keyStorePassword",
                    PASSWORD)));
  }

  @AfterEach
  void stop() {
    artemis.ifPresent(ArtemisServer::close);
  }

  @Test
  void nodesMeetOverTls() throws Exception {
    SSLContext trust = trusting(folder.resolve("keys.p12"));
    Listener hears = new Listener();
    try (RelayBroker here = new RelayBroker(settings("127.0.0.1"), "test", Optional.of(trust));
        RelayBroker there = new RelayBroker(settings("127.0.0.1"), "test", Optional.of(trust))) {
      assertThat(here.start("here", new Listener())).succeedsWithin(Listener.PATIENCE);
      assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);

      here.send(Set.of("there"), Parcels.LOBBY, List.of(Parcels.numbered(1).entry()));
      hears.awaits(Parcels.LOBBY, 1);
    }
  }

  @Test
  void aCertificateThatNobodyKnowsIsRefused() throws Exception {
    assertThat(problem(settings("127.0.0.1"), Optional.of(SSLContext.getDefault())))
        .startsWith("parley.relay.ssl: 127.0.0.1:");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    assertThat(problem(settings("localhost"), Optional.of(trusting(folder.resolve("keys.p12")))))
        .startsWith("parley.relay.ssl: localhost:");
  }

  @Test
  void withoutTlsTheBrokerHangsUp() {
    assertThat(problem(settings("127.0.0.1"), Optional.empty()))
        .startsWith("parley.relay.port: 127.0.0.1:");
  }

  private static String problem(RelaySettings settings, Optional<SSLContext> trust) {
    try (RelayBroker broker = new RelayBroker(settings, "test", trust)) {
      var started = broker.start("here", new Listener()).toCompletableFuture();
      await().atMost(Listener.PATIENCE).until(() -> broker.lastProblem().isPresent());
      assertThat(started).isNotDone();
      return broker.lastProblem().orElseThrow().toString();
    }
  }

  private RelaySettings settings(String host) {
    int port = artemis.orElseThrow().port();
    return new RelaySettings(
        host, port, List.of(), "parley", ArtemisServer.PASSCODE, "/", "true", 2);
  }

  private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("broker", store.getCertificate("broker"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static void makeKeys(Path file, String name) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                tool,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
