package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Tokens;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fast door with TLS, seen by the JDK's own WebSocket client. */
@Timeout(60)
class FastDoorTlsIT {

  private static final String PASSWORD = "changeit";
  private static final String BUNDLE = "spring.ssl.bundle.jks.front";

  @TempDir private static Path folder;
  private static RunningParley node;
  private static SSLContext trust;

  @BeforeAll
  static void startWithACertificate() throws Exception {
    Path keys = folder.resolve("keys.p12");
    makeKeys(keys);
    trust = trusting(keys);
    node = RunningParley.with(settings(keys, "front"));
  }

  @AfterAll
  static void stop() {
    node.close();
    Leaks.assertNone();
  }

  private static String[] settings(Path keys, String bundle) {
    return new String[] {
      "--parley.socket.ssl=" + bundle,
      "--" + BUNDLE + ".keystore.location=file:" + keys,
      "--" + BUNDLE + ".keystore.password=" + PASSWORD,
      "--" + BUNDLE + ".keystore.type=PKCS12"
    };
  }

  /** What the client hears, whole messages only, and the code of the close. */
  private static final class Ear implements WebSocket.Listener {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }

    String next() throws InterruptedException {
      String next = heard.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a message").isNotNull();
      return next;
    }
  }

  private static WebSocket connect(RunningParley to, SSLContext trusting, Ear ear) {
    String plain = to.asTarget().at(Door.FAST).toString();
    URI door = URI.create(plain.replace("http:", "wss:") + "/ws");
    // Not closed: that would wait for the socket's end.
    HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
    return http.newWebSocketBuilder().subprotocols("v12.stomp").buildAsync(door, ear).join();
  }

  private static Tokens tokens() {
    return node.asTarget().tokens();
  }

  @Test
  void messagesOfAllSizesTravelOverTls() throws Exception {
    Ear ear = new Ear();
    WebSocket socket = connect(node, trust, ear);
    socket
        .sendText(
            "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + tokens().of("alice") + "\n\n\0",
            true)
        .join();
    assertThat(ear.next()).startsWith("CONNECTED\n");
    socket.sendText("SUBSCRIBE\nid:1\ndestination:/topic/rooms.tls\n\n\0", true).join();

    for (int size : new int[] {1, 1_000, 30_000, 60_000}) {
      String body = "x".repeat(size);
      socket.sendText("SEND\ndestination:/topic/rooms.tls\n\n" + body + "\0", true).join();
      assertThat(ear.next()).startsWith("MESSAGE\n").endsWith("\n\n" + body + "\0");
    }

    socket.sendText("DISCONNECT\nreceipt:bye\n\n\0", true).join();
    assertThat(ear.next()).startsWith("RECEIPT\nreceipt-id:bye\n");
    assertThat(ear.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1000);
  }

  @Test
  void refusalsArriveWithTheirCode() throws Exception {
    Ear ear = new Ear();
    WebSocket socket = connect(node, trust, ear);

    socket.sendText("HELLO\n\n\0", true).join();

    assertThat(ear.next()).startsWith("ERROR\n").contains("code:bad-frame");
    assertThat(ear.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(4400);
  }

  @Test
  void aStopIsToldOverTls() throws Exception {
    Ear ear = new Ear();
    try (RunningParley other = RunningParley.with(settings(folder.resolve("keys.p12"), "front"))) {
      connect(other, trust, ear);
    }
    assertThat(ear.next()).contains("code:restarting");
    assertThat(ear.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1012);
  }

  @Test
  void whoDoesNotKnowTheCertificateDoesNotComeIn() {
    assertThatThrownBy(() -> connect(node, SSLContext.getDefault(), new Ear()))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseInstanceOf(Exception.class)
        .hasStackTraceContaining(SSLHandshakeException.class.getName());
  }

  @Test
  void whoSpeaksPlainHttpIsNotAnswered() {
    URI door = Transport.endpoint(node.asTarget().at(Door.FAST));
    assertThatThrownBy(() -> RawWebSocket.open(door, Handshake.stomp()))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aBundleThatIsNotThereIsNamedWithItsKey() {
    assertThatThrownBy(() -> RunningParley.with("--parley.socket.ssl=nowhere"))
        .rootCause()
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> RunningParley.with("--parley.socket.ssl=true"))
        .rootCause()
        .hasMessageStartingWith("parley.socket.ssl is true");
  }

  @Test
  void trueMeansTheBundleOfTheHttpPort() throws Exception {
    Ear ear = new Ear();
    String[] own = settings(folder.resolve("keys.p12"), "true");
    String[] all = Arrays.copyOf(own, own.length + 1);
    all[own.length] = "--server.ssl.bundle=front";
    try (RunningParley both = RunningParley.with(all)) {
      connect(both, trust, ear);
    }
    assertThat(ear.closed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1012);
  }

  private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
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

  private static void makeKeys(Path file) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options = "-alias parley -keyalg EC -dname CN=localhost -ext san=dns:localhost";
    String store = " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + file;
    Process process =
        new ProcessBuilder((tool + " -genkeypair " + options + store).split(" "))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
