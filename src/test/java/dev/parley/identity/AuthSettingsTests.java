package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be configured; each refusal is one sentence that names the key. */
class AuthSettingsTests {

  private static final String PEM = Keys.pem(Keys.P256.getPublic());
  private static final String TOKEN =
      HandmadeToken.signed("ES256", Keys.P256.getPrivate(), HandmadeToken.claims(""));

  @TempDir private Path folder;

  @Test
  void aSecretHas32BytesAtLeast() {
    assertThat(settings("s".repeat(32), null).secret()).hasSize(32);
    assertThat(settings("ü".repeat(16), null).secret()).hasSize(16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("s".repeat(31), null))
        .withMessageContaining("parley.auth.secret")
        .withMessageNotContainingAny("sss");
  }

  @Test
  void thereIsOneKeyAtMost() {
    String uri = "https://issuer.example.com/jwks";
    for (var wrong :
        List.<Runnable>of(
            () -> settings(HandmadeToken.SECRET, PEM),
            () -> new AuthSettings(HandmadeToken.SECRET, null, uri, null, null, null),
            () -> new AuthSettings(null, PEM, uri, null, null, null),
            () -> new AuthSettings(HandmadeToken.SECRET, PEM, uri, null, null, null))) {
      assertThatIllegalArgumentException()
          .isThrownBy(wrong::run)
          .withMessageContainingAll(
              "parley.auth.secret", "parley.auth.public-key", "parley.auth.jwks-uri");
    }
  }

  @Test
  void withoutAKeyThereIsNoVerifier() {
    AuthSettings none = settings(null, null);

    assertThatExceptionOfType(MissingKey.class)
        .isThrownBy(() -> TokenVerifiers.from(none, InstantSource.system()))
        .withMessageContaining("parley.auth.secret")
        .withMessageMatching("[^\\n]+\\.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example.com/.well-known/jwks.json?of=us",
        "HTTPS://issuer:8443/keys",
        "http://localhost:9000/keys",
        "http://127.0.0.1/keys",
        "http://127.1.2.3/keys",
        "http://[::1]:9000/keys",
      })
  void keysMayLieWhereNobodyCanChangeThemOnTheWay(String uri) {
    assertThat(new AuthSettings(null, null, uri, null, null, null).jwksUri()).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "keys.json",
        "/keys",
        "https:",
        "https:///keys",
        "http://issuer.example.com/keys",
        "http://localhost.example.com/keys",
        "http://127.0.0.1.example.com/keys",
        "http://10.0.0.1/keys",
        "https://user:password@issuer.example.com/keys",
        "https://issuer.example.com/keys#first",
        "file:///etc/keys",
        "ftp://localhost/keys",
        "https://issuer.example.com/a key",
      })
  void anyOtherPlaceForKeysIsRefused(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuthSettings(null, null, uri, null, null, null))
        .withMessageContaining("parley.auth.jwks-uri")
        .withMessageNotContainingAny("password@");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a cookie", "a=b", "a;b", "\"a\"", "ü"})
  void aCookieHasAName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuthSettings(HandmadeToken.SECRET, null, null, null, null, name))
        .withMessageContaining("parley.auth.cookie");
  }

  /** Else a variable that was left empty would switch the check off, or refuse everybody. */
  @Test
  void aCheckIsNotConfiguredByNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuthSettings(HandmadeToken.SECRET, null, null, " ", null, null))
        .withMessageContaining("parley.auth.issuer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AuthSettings(HandmadeToken.SECRET, null, null, null, "", null))
        .withMessageContaining("parley.auth.audience");
  }

  @Test
  void theSecretIsNotTold() {
    assertThat(settings(HandmadeToken.SECRET, null).toString())
        .doesNotContain(HandmadeToken.SECRET);
  }

  @Test
  void aPublicKeyStandsInTheTextHoweverItsLinesEnd() {
    String oneLine = PEM.replace("\n", "");

    for (String text :
        new String[] {
          PEM,
          PEM.strip(),
          PEM.replace("\n", "\r\n"),
          PEM.replace("\n", "\\n"),
          oneLine,
          PEM.replace("\n", " "),
          "a comment\n" + PEM
        }) {
      assertThat(Verifying.withPublicKey(text).accepts(TOKEN).name()).isEqualTo("alice");
    }
  }

  @Test
  void aPublicKeyStandsInAFile() throws IOException {
    Path file = folder.resolve("a key.pem");
    Files.writeString(file, PEM);

    for (String name :
        new String[] {
          file.toString(), "file:" + file, file.toUri().toString(), " " + file + "\n"
        }) {
      assertThat(Verifying.withPublicKey(name).accepts(TOKEN).name()).isEqualTo("alice");
    }
  }

  @Test
  void aFileIsFoundFromTheWorkingFolder() throws IOException {
    Path file = Files.createTempFile(Files.createDirectories(Path.of("target")), "key", ".pem");
    try {
      Files.writeString(file, PEM);

      assertThat(Verifying.withPublicKey(file.toString()).accepts(TOKEN).name()).isEqualTo("alice");
      assertThat(Verifying.withPublicKey("file:" + file).accepts(TOKEN).name()).isEqualTo("alice");
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-file.pem",
        "file:/no/such/file.pem",
        "file:no-such-file.pem",
        "file://elsewhere/key.pem",
        "file:%",
        ".",
        "\0",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY-----\nnot a key\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      })
  void whatIsNoPublicKeyIsRefused(String text) {
    assertNoKey(text);
  }

  @Test
  void aKeyOfTheWrongKindIsRefused() {
    for (PublicKey key :
        new PublicKey[] {
          Keys.of("X25519").getPublic(), Keys.of("Ed448").getPublic(), Keys.of("DSA").getPublic()
        }) {
      assertNoKey(Keys.pem(key));
    }
  }

  /** RFC 7518 section 3.3 */
  @Test
  void aShortKeyIsRefusedAtStartAndNotWithEachToken() {
    assertNoKey(Keys.pem(Keys.rsa(1024).getPublic()));
  }

  @Test
  void aFileWithoutTextIsRefused() throws IOException {
    Path file = folder.resolve("key.der");
    Files.write(file, Keys.P256.getPublic().getEncoded());

    assertNoKey(file.toString());
  }

  private static void assertNoKey(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(null, text))
        .withMessageContaining("parley.auth.public-key")
        .withMessageMatching("[^\\n]+");
  }

  private static AuthSettings settings(@Nullable String secret, @Nullable String publicKey) {
    return new AuthSettings(secret, publicKey, null, null, null, null);
  }
}
