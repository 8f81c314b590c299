package dev.parley.redis.kit;

import dev.parley.process.ChildProcess;
import dev.parley.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate for localhost that vouches for itself, as files that servers read. */
public final class Certificate implements AutoCloseable {

  /** Of the key store. */
  public static final String PASSWORD = "changeit";

  private static final String NAME = "server";

  private final Path folder = RedisServer.temporaryFolder();
  private final int port = Ports.free();

  private Certificate() {}

  public static Certificate make() {
    Certificate made = new Certificate();
    Path store = made.keyStore();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ChildProcess.run(
        keytool,
        "-genkeypair",
        "-alias",
        NAME,
        "-keyalg",
        "RSA",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD,
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost");
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      made.write("CERTIFICATE", made.file(), keys.getCertificate(NAME).getEncoded());
      made.write(
          "PRIVATE KEY", made.keyFile(), keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
    return made;
  }

  /** Where the server with these options takes encrypted connections. */
  public int port() {
    return port;
  }

  public Path file() {
    return folder.resolve("certificate.pem");
  }

  public String[] serverOptions() {
    return new String[] {
      "--tls-port", "" + port,
      "--tls-cert-file", file().toString(),
      "--tls-key-file", keyFile().toString(),
      "--tls-ca-cert-file", file().toString(),
      "--tls-auth-clients", "no"
    };
  }

  @Override
  public void close() {
    ChildProcess.delete(folder);
  }

  /** Of the same certificate and its key, as PKCS 12. */
  public Path keyStore() {
    return folder.resolve("store.p12");
  }

  public Path keyFile() {
    return folder.resolve("key.pem");
  }

  private void write(String kind, Path file, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }
}
