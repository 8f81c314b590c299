package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JWTs (RFC 7515) put together by hand, so that they can be wrong in every way. */
final class HandmadeToken {

  static final String SECRET = "a secret of more than 32 bytes for tests";

  /** The time at which tests judge tokens; {@link #claims} end an hour later. */
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private HandmadeToken() {}

  /** Good claims of Alice for an hour, and these members, which begin with a comma. */
  static String claims(String more) {
    return "{\"sub\":\"alice\",\"exp\":" + (NOW.getEpochSecond() + 3600) + more + "}";
  }

  /** A token of these claims with the secret of the tests. */
  static String of(String claims) {
    return hmac("HS256", SECRET, claims);
  }

  static String hmac(String algorithm, String secret, String claims) {
    return hmac(header(algorithm), "HmacSHA256", secret.getBytes(UTF_8), claims);
  }

  static String hmac(String header, String mac, byte[] secret, String claims) {
    try {
      Mac signer = Mac.getInstance(mac);
      signer.init(new SecretKeySpec(secret, mac));
      String signed = unsigned(header, claims);
      return signed + BASE64.encodeToString(signer.doFinal(signed(signed)));
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  static String signed(String algorithm, PrivateKey key, String claims) {
    try {
      Signature signer = signature(algorithm);
      signer.initSign(key);
      String signed = unsigned(header(algorithm), claims);
      signer.update(signed(signed));
      return signed + BASE64.encodeToString(signer.sign());
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  /** Header and claims, and a dot where the signature would follow. */
  static String unsigned(String header, String claims) {
    return BASE64.encodeToString(header.getBytes(UTF_8))
        + '.'
        + BASE64.encodeToString(claims.getBytes(UTF_8))
        + '.';
  }

  static String header(String algorithm) {
    return "{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}";
  }

  private static byte[] signed(String unsigned) {
    return unsigned.substring(0, unsigned.length() - 1).getBytes(UTF_8);
  }

  private static Signature signature(String algorithm) throws GeneralSecurityException {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      case "PS" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + bits);
        pss.setParameter(
            new PSSParameterSpec("SHA-" + bits, "MGF1", mask, Integer.parseInt(bits) / 8, 1));
        yield pss;
      }
      default -> Signature.getInstance("Ed25519");
    };
  }
}
