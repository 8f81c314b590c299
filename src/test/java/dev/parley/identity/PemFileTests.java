package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A key that is replaced in its file while the service runs. */
@ExtendWith(OutputCaptureExtension.class)
class PemFileTests {

  @TempDir private Path folder;
  private Path file;
  private PemFile keys;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("key.pem");
    Files.writeString(file, Keys.pem(Keys.P256.getPublic()));
    keys = PemFile.watched(file, Duration.ofMillis(20));
  }

  @AfterEach
  void end() {
    keys.close();
  }

  @Test
  void theNewKeyTakesThePlaceOfTheOld() throws IOException {
    Files.writeString(file, Keys.pem(Keys.P384.getPublic()));

    await().until(() -> serves("ES384"));
    assertThat(serves("ES256")).isFalse();
  }

  @Test
  void whileTheFileIsAwayOrWrongTheOldKeyStays(CapturedOutput output) throws IOException {
    Files.delete(file);
    await().until(() -> output.getOut().contains("has no key any more"));
    assertThat(serves("ES256")).isTrue();

    Files.writeString(file, "half a k");
    await().until(() -> output.getOut().split("has no key any more", -1).length > 2);
    assertThat(serves("ES256")).isTrue();

    Files.writeString(file, Keys.pem(Keys.ED25519.getPublic()));
    await().until(() -> serves("EdDSA"));
  }

  private boolean serves(String algorithm) {
    return keys.find(Optional.empty(), algorithm).isPresent();
  }
}
