package dev.parley.identity;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of the configuration and the algorithms it serves (RFC 7518 section 3.1). A token chooses
 * among these and no others: a public key must never be taken for a secret.
 */
record VerificationKey(Map<String, Key> byAlgorithm) implements KeySource {

  /** RFC 7518 section 3.3; a shorter key would refuse every token. */
  private static final int SHORTEST_RSA = 2048;

  VerificationKey {
    byAlgorithm = Map.copyOf(byAlgorithm);
  }

  Optional<Key> of(String algorithm) {
    return Optional.ofNullable(byAlgorithm.get(algorithm));
  }

  /** The only key there is, whatever a token calls it. */
  @Override
  public Optional<Key> find(Optional<String> id, String algorithm) {
    return of(algorithm);
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  /** The same key for that algorithm alone; for none if it does not serve it. */
  VerificationKey onlyFor(String algorithm) {
    return new VerificationKey(of(algorithm).map(key -> Map.of(algorithm, key)).orElseGet(Map::of));
  }

  static VerificationKey ofSecret(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    Map<String, Key> keys = new HashMap<>();
    for (int bits : new int[] {256, 384, 512}) {
      // HMAC fills a short key up with zeros itself (RFC 2104 section 2); the library wants it
      // filled up before.
      byte[] filled = Arrays.copyOf(bytes, Math.max(bytes.length, bits / 8));
      keys.put("HS" + bits, new SecretKeySpec(filled, "HmacSHA" + bits));
    }
    return new VerificationKey(keys);
  }

  static VerificationKey ofPublicKey(PublicKey key) {
    Map<String, Key> keys = new HashMap<>();
    switch (key) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= SHORTEST_RSA -> {
        for (String bits : new String[] {"256", "384", "512"}) {
          keys.put("RS" + bits, rsa);
          keys.put("PS" + bits, rsa);
        }
      }
      case ECPublicKey ec -> keys.put(curveAlgorithm(ec), ec);
      case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") ->
          keys.put("EdDSA", ed);
      default -> throw notServed();
    }
    return new VerificationKey(keys);
  }

  private static String curveAlgorithm(ECPublicKey key) {
    return switch (key.getParams().getCurve().getField().getFieldSize()) {
      case 256 -> "ES256";
      case 384 -> "ES384";
      case 521 -> "ES512";
      default -> throw notServed();
    };
  }

  private static IllegalArgumentException notServed() {
    return new IllegalArgumentException(
        "parley.auth.public-key must be an RSA key of at least 2048 bits, or a P-256, P-384, P-521"
            + " or Ed25519 key");
  }

  @Override
  public String toString() {
    return "for " + byAlgorithm.keySet();
  }
}
