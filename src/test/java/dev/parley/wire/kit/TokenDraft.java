package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A JWT before it is signed: claims in order, each as JSON text, right or wrong. Immutable. */
public record TokenDraft(String secret, String algorithm, Map<String, String> claims) {

  static TokenDraft of(String secret, String user, Instant expiry) {
    return new TokenDraft(secret, "HS256", Map.of())
        .claim("sub", JsonText.quote(user))
        .expiresAt(expiry);
  }

  /** Sets a claim to a JSON value, such as {@code "\"text\""} or {@code {"a":1}}. */
  public TokenDraft claim(String name, String json) {
    Map<String, String> more = new LinkedHashMap<>(claims);
    more.put(name, json);
    return new TokenDraft(secret, algorithm, more);
  }

  public TokenDraft without(String name) {
    Map<String, String> fewer = new LinkedHashMap<>(claims);
    fewer.remove(name);
    return new TokenDraft(secret, algorithm, fewer);
  }

  public TokenDraft expiresAt(Instant expiry) {
    return claim("exp", Long.toString(expiry.getEpochSecond()));
  }

  public TokenDraft name(String name) {
    return claim("name", JsonText.quote(name));
  }

  /** What presence shows besides the name: a JSON object. */
  public TokenDraft info(String json) {
    return claim("info", json);
  }

  /** Grants patterns such as {@code rooms.*}. */
  public TokenDraft channels(List<String> subscribe, List<String> publish) {
    return claim(
        "channels",
        "{\"subscribe\":"
            + JsonText.array(subscribe)
            + ",\"publish\":"
            + JsonText.array(publish)
            + "}");
  }

  public TokenDraft scope(String scopes) {
    return claim("scope", JsonText.quote(scopes));
  }

  /** HS256, HS384 or HS512. */
  public TokenDraft algorithm(String name) {
    return new TokenDraft(secret, name, claims);
  }

  public String sign() {
    String signed = encoded(algorithm);
    String mac = algorithm.replace("HS", "HmacSHA");
    try {
      Mac signer = Mac.getInstance(mac);
      signer.init(new SecretKeySpec(secret.getBytes(UTF_8), mac));
      return signed + "." + base64(signer.doFinal(signed.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an HMAC algorithm: " + algorithm, e);
    }
  }

  /** The same signed with a private key. */
  public String signedBy(SigningKey key) {
    String signed = base64(key.header().getBytes(UTF_8)) + "." + payload();
    return signed + "." + base64(key.sign(signed.getBytes(UTF_8)));
  }

  /** The claims under {@code alg:none}. */
  public String unsigned() {
    return encoded("none") + ".";
  }

  /** Signed, and then given the claims of another draft. */
  public String signedButClaiming(TokenDraft other) {
    String signature = sign().substring(sign().lastIndexOf('.'));
    return other.encoded(algorithm) + signature;
  }

  private String encoded(String named) {
    String header = "{\"alg\":" + JsonText.quote(named) + ",\"typ\":\"JWT\"}";
    return base64(header.getBytes(UTF_8)) + "." + payload();
  }

  private String payload() {
    String json =
        claims.entrySet().stream()
            .map(claim -> JsonText.quote(claim.getKey()) + ":" + claim.getValue())
            .collect(Collectors.joining(",", "{", "}"));
    return base64(json.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
