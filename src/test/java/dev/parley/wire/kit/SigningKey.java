package dev.parley.wire.kit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A key pair that an issuer of tokens signs with, and its public half as a JWK (RFC 7517, RFC
 * 8037).
 *
 * @param id the {@code kid} of tokens and key; empty: none
 */
public record SigningKey(String id, String algorithm, KeyPair pair) {

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public static SigningKey es256(String id) {
    return new SigningKey(id, "ES256", curve("secp256r1"));
  }

  public static SigningKey es512(String id) {
    return new SigningKey(id, "ES512", curve("secp521r1"));
  }

  public static SigningKey rs256(String id) {
    return rsa(id, 2048);
  }

  public static SigningKey rsa(String id, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return new SigningKey(id, "RS256", generator.generateKeyPair());
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  public static SigningKey ed25519(String id) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new SigningKey(id, "EdDSA", pair);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  /** The same key under another name or algorithm. */
  public SigningKey as(String otherId, String otherAlgorithm) {
    return new SigningKey(otherId, otherAlgorithm, pair);
  }

  /** The public key; {@code more} are members that begin with a comma. */
  public String jwk(String more) {
    String named = id.isEmpty() ? "" : ",\"kid\":" + JsonText.quote(id);
    return "{" + parameters(pair.getPublic()) + named + more + "}";
  }

  public String jwk() {
    return jwk("");
  }

  /** A set of these, RFC 7517 section 5. */
  public static String set(String... jwks) {
    return "{\"keys\":[" + String.join(",", List.of(jwks)) + "]}";
  }

  /** A good token of that user for an hour. */
  public String tokenOf(String user) {
    return Tokens.signedWith("").user(user).signedBy(this);
  }

  String header() {
    String named = id.isEmpty() ? "" : ",\"kid\":" + JsonText.quote(id);
    return "{\"alg\":" + JsonText.quote(algorithm) + named + "}";
  }

  byte[] sign(byte[] bytes) {
    try {
      Signature signer = Signature.getInstance(jcaName());
      signer.initSign(pair.getPrivate());
      signer.update(bytes);
      return signer.sign();
    } catch (GeneralSecurityException wrong) {
      throw new AssertionError(wrong);
    }
  }

  private String jcaName() {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> "SHA" + bits + "withRSA";
      case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
      default -> "Ed25519";
    };
  }

  private static KeyPair curve(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private static String parameters(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
              .formatted(unsigned(rsa.getModulus(), 0), unsigned(rsa.getPublicExponent(), 0));
      case ECPublicKey ec -> {
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        int bytes = (bits + 7) / 8;
        yield "\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\""
            .formatted(
                bits,
                unsigned(ec.getW().getAffineX(), bytes),
                unsigned(ec.getW().getAffineY(), bytes));
      }
      default -> {
        // RFC 8410: the key is the end of its encoding.
        byte[] encoded = key.getEncoded();
        byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"".formatted(base64(x));
      }
    };
  }

  /** Big-endian without a sign, in at least so many bytes. */
  private static String unsigned(BigInteger number, int bytes) {
    int length = Math.max(bytes, (number.bitLength() + 7) / 8);
    byte[] signed = number.toByteArray();
    byte[] plain = new byte[length];
    int from = Math.max(0, signed.length - length);
    int digits = signed.length - from;
    System.arraycopy(signed, from, plain, length - digits, digits);
    return base64(plain);
  }

  private static String base64(byte[] bytes) {
    return BASE64.encodeToString(bytes);
  }

  @Override
  public String toString() {
    return algorithm + " " + id;
  }
}
