package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key serves its own algorithms and no others (RFC 7518 section 3.1, RFC 8037). */
class AlgorithmTests {

  private static final String CLAIMS = HandmadeToken.claims("");

  @ParameterizedTest
  @CsvSource({
    "HS256, HmacSHA256, 32",
    "HS256, HmacSHA256, 100",
    "HS384, HmacSHA384, 32",
    "HS384, HmacSHA384, 48",
    "HS512, HmacSHA512, 32",
    "HS512, HmacSHA512, 64",
    "HS512, HmacSHA512, 200",
  })
  void aSecretServesHmac(String algorithm, String mac, int bytes) {
    String secret = "s".repeat(bytes);
    String header = HandmadeToken.header(algorithm);

    assertThat(
            Verifying.withSecret(secret)
                .accepts(HandmadeToken.hmac(header, mac, secret.getBytes(UTF_8), CLAIMS))
                .name())
        .isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, RS256",
    "RSA, RS384",
    "RSA, RS512",
    "RSA, PS256",
    "RSA, PS384",
    "RSA, PS512",
    "P256, ES256",
    "P384, ES384",
    "P521, ES512",
    "Ed25519, EdDSA"
  })
  void aPublicKeyServesItsAlgorithms(String name, String algorithm) {
    KeyPair keys = Keys.named(name);

    assertThat(
            Verifying.withPublicKey(Keys.pem(keys.getPublic()))
                .accepts(HandmadeToken.signed(algorithm, keys.getPrivate(), CLAIMS))
                .name())
        .isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, P256, ES256",
    "RSA, Ed25519, EdDSA",
    "P256, RSA, RS256",
    "P256, P384, ES384",
    "P384, P256, ES256",
    "P521, P384, ES384",
    "Ed25519, P256, ES256",
  })
  void anAlgorithmOfAnotherKindOfKeyIsRefused(String configured, String used, String algorithm) {
    Verifying verifying = Verifying.withPublicKey(Keys.pem(Keys.named(configured).getPublic()));

    verifying.refuses(HandmadeToken.signed(algorithm, Keys.named(used).getPrivate(), CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "P256", "P384", "P521", "Ed25519"})
  void aPublicKeyIsNeverTakenForASecret(String name) {
    byte[] der = Keys.named(name).getPublic().getEncoded();
    String pem = Keys.pem(Keys.named(name).getPublic());
    Verifying verifying = Verifying.withPublicKey(pem);

    for (byte[] secret : List.of(der, pem.getBytes(UTF_8), pem.strip().getBytes(UTF_8))) {
      for (String bits : List.of("256", "384", "512")) {
        String header = HandmadeToken.header("HS" + bits);
        verifying.refuses(HandmadeToken.hmac(header, "HmacSHA" + bits, secret, CLAIMS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS512", "ES256", "EdDSA"})
  void aSecretServesNoSignature(String algorithm) {
    KeyPair keys =
        switch (algorithm) {
          case "ES256" -> Keys.P256;
          case "EdDSA" -> Keys.ED25519;
          default -> Keys.RSA;
        };

    Verifying.withSecret(HandmadeToken.SECRET)
        .refuses(HandmadeToken.signed(algorithm, keys.getPrivate(), CLAIMS));
  }

  @Test
  void anotherKeyIsRefused() {
    Verifying.withSecret(HandmadeToken.SECRET)
        .refuses(HandmadeToken.hmac("HS256", "another secret of more than 32 bytes", CLAIMS));
    Verifying.withPublicKey(Keys.pem(Keys.RSA.getPublic()))
        .refuses(HandmadeToken.signed("RS256", Keys.rsa(2048).getPrivate(), CLAIMS));
    Verifying.withPublicKey(Keys.pem(Keys.P256.getPublic()))
        .refuses(HandmadeToken.signed("ES256", Keys.curve("secp256r1").getPrivate(), CLAIMS));
    Verifying.withPublicKey(Keys.pem(Keys.ED25519.getPublic()))
        .refuses(HandmadeToken.signed("EdDSA", Keys.of("Ed25519").getPrivate(), CLAIMS));
  }

  @Test
  void anotherMacUnderTheNameOfTheRightOneIsRefused() {
    byte[] secret = HandmadeToken.SECRET.getBytes(UTF_8);

    Verifying.withSecret(HandmadeToken.SECRET)
        .refuses(HandmadeToken.hmac(HandmadeToken.header("HS256"), "HmacSHA512", secret, CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS1", "hs256", "RS256 "})
  void noneAndUnknownAlgorithmsAreRefused(String algorithm) {
    String header = HandmadeToken.header(algorithm);
    byte[] secret = HandmadeToken.SECRET.getBytes(UTF_8);
    String pem = Keys.pem(Keys.RSA.getPublic());

    for (Verifying each :
        List.of(Verifying.withSecret(HandmadeToken.SECRET), Verifying.withPublicKey(pem))) {
      each.refuses(HandmadeToken.unsigned(header, CLAIMS));
      each.refuses(HandmadeToken.unsigned(header, CLAIMS) + "c2lnbmF0dXJl");
      each.refuses(HandmadeToken.hmac(header, "HmacSHA256", secret, CLAIMS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"alg\":null}",
        "{\"alg\":1}",
        "{\"alg\":[\"HS256\"]}",
        "{\"typ\":\"JWT\"}",
        "[]",
        "null",
        "\"HS256\"",
        "",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"HS256\",\"zip\":\"DEF\"}",
        "{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
        "{\"alg\":\"HS256\",\"x5c\":[1]}",
        "{\"alg\":\"dir\",\"enc\":\"A128GCM\"}",
      })
  void aHeaderThatSaysSomethingElseIsRefused(String header) {
    byte[] secret = HandmadeToken.SECRET.getBytes(UTF_8);

    Verifying.withSecret(HandmadeToken.SECRET)
        .refuses(HandmadeToken.hmac(header, "HmacSHA256", secret, CLAIMS));
  }

  @Test
  void aKeyOfATokenIsNotUsed() {
    byte[] own = "a secret that the client made up itself".getBytes(UTF_8);
    String header = "{\"alg\":\"HS256\",\"kid\":\"1\",\"jku\":\"https://example.org/keys\"}";

    Verifying.withSecret(HandmadeToken.SECRET)
        .refuses(HandmadeToken.hmac(header, "HmacSHA256", own, CLAIMS));
  }

  @Test
  void noByteOfATokenCanBeChanged() {
    Verifying verifying = Verifying.withSecret(HandmadeToken.SECRET);
    String token = HandmadeToken.of(CLAIMS);
    verifying.accepts(token);

    // The last character has bits that are no part of the signature.
    for (int i = 0; i < token.length() - 1; i++) {
      char[] changed = token.toCharArray();
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      verifying.refuses(new String(changed));
    }
    for (int length = 0; length < token.length() - 1; length++) {
      verifying.refuses(token.substring(0, length));
    }
  }

  @Test
  void noKeyHereIsFetched() {
    AuthSettings settings = new AuthSettings(HandmadeToken.SECRET, null, null, null, null, null);

    assertThat(TokenVerifiers.from(settings, () -> HandmadeToken.NOW).mayBlock()).isFalse();
  }
}
