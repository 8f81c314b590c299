package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its certificate for localhost, in a file. */
record TlsKeys(Path file) {

  private static final String PASSWORD = "changeit";
  private static final String BUNDLE = "--spring.ssl.bundle.jks.front";

  static TlsKeys make(Path file) throws IOException, InterruptedException {
    TlsKeys keys = new TlsKeys(file);
    keys.tool("-genkeypair -keyalg EC -dname CN=localhost -ext san=dns:localhost");
    return keys;
  }

  /** Writes the certificate alone, as PEM. */
  Path certificate(Path pem) throws IOException, InterruptedException {
    tool("-exportcert -rfc -file " + pem);
    return pem;
  }

  private void tool(String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String store = " -alias parley -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + file;
    Process process =
        new ProcessBuilder((tool + " " + command + store).split(" ")).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  /** Of a node whose fast door has them, as the bundle {@code front}. */
  String[] settings(String ssl, String... more) {
    Stream<String> own =
        Stream.of(
            "--parley.socket.ssl=" + ssl,
            BUNDLE + ".keystore.location=file:" + file,
            BUNDLE + ".keystore.password=" + PASSWORD,
            BUNDLE + ".keystore.type=PKCS12");
    return Stream.concat(own, List.of(more).stream()).toArray(String[]::new);
  }

  /** Of a client that knows this certificate and no other. */
  SSLContext trust() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("parley", store.getCertificate("parley"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
