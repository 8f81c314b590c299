package dev.parley.wire;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while the fast door is open. */
@Timeout(60)
class FastDoorTlsReloadIT {

  @TempDir private static Path folder;

  @AfterAll
  static void nothingIsLost() {
    Leaks.assertNone();
  }

  @Test
  void whoComesThenSeesTheNewCertificateAndWhoIsThereStays() throws Exception {
    TlsKeys keys = TlsKeys.make(folder.resolve("keys.p12"));
    SSLContext before = keys.trust();
    try (RunningParley node = reloading(keys)) {
      TlsEar ear = new TlsEar();
      WebSocket old = ear.at(node, before);

      replace(keys, TlsKeys.make(folder.resolve("next.p12")).file());
      SSLContext after = keys.trust();
      await().ignoreExceptions().until(() -> new TlsEar().at(node, after) != null);

      assertThatThrownBy(() -> new TlsEar().at(node, before))
          .isInstanceOf(CompletionException.class)
          .hasStackTraceContaining(SSLHandshakeException.class.getName());
      connect(old, node);
      assertThat(ear.next()).startsWith("CONNECTED\n");
    }
  }

  @Test
  void whatIsNoKeyChangesNothing() throws Exception {
    TlsKeys keys = TlsKeys.make(folder.resolve("sound.p12"));
    SSLContext before = keys.trust();
    try (RunningParley node = reloading(keys)) {
      Path next = TlsKeys.make(folder.resolve("later.p12")).file();

      replace(keys, Files.writeString(folder.resolve("broken.p12"), "no key"));
      // Longer than it takes to be seen.
      await().during(Duration.ofSeconds(3)).until(() -> new TlsEar().at(node, before) != null);

      replace(keys, next);
      SSLContext after = keys.trust();
      await().ignoreExceptions().until(() -> new TlsEar().at(node, after) != null);
    }
  }

  private static RunningParley reloading(TlsKeys keys) {
    return RunningParley.with(
        keys.settings(
            "front",
            "--spring.ssl.bundle.jks.front.reload-on-update=true",
            "--spring.ssl.bundle.watch.file.quiet-period=200ms"));
  }

  private static void replace(TlsKeys keys, Path by) throws Exception {
    Files.move(by, keys.file(), ATOMIC_MOVE);
  }

  private static void connect(WebSocket socket, RunningParley node) {
    String token = node.asTarget().tokens().of("alice");
    socket
        .sendText("CONNECT\naccept-version:1.2\nAuthorization:Bearer " + token + "\n\n\0", true)
        .join();
  }
}
