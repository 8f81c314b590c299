package dev.parley.identity;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.security.Key;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Public keys by their names, RFC 7517 section 5. What is no key to verify signatures with, a
 * secret and a private key among them, is left out, and said in the log.
 */
record JwkSet(List<Entry> entries) {

  private static final Logger LOG = LoggerFactory.getLogger(JwkSet.class);
  private static final JsonMapper JSON = new JsonMapper();

  /** Far more than anybody has at once. */
  private static final int MOST_KEYS = 64;

  private static final int LONGEST_NAME_IN_LOG = 64;

  /** A key, and the {@code kid} under which tokens ask for it. */
  record Entry(Optional<String> id, VerificationKey key) {}

  JwkSet {
    entries = List.copyOf(entries);
  }

  /**
   * Reads the keys that can be used, which may be none.
   *
   * @throws IOException where the text is no set of keys
   */
  static JwkSet parse(String json) throws IOException {
    JsonNode keys;
    try {
      keys = JSON.readTree(json).path("keys");
    } catch (JacksonException notJson) {
      throw new IOException("the answer is not JSON", notJson);
    }
    if (!keys.isArray() || keys.size() > MOST_KEYS) {
      throw new IOException("the answer is not a set of at most " + MOST_KEYS + " keys");
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode key : keys) {
      try {
        entries.add(entry(key));
      } catch (JwtException | IllegalArgumentException unusable) {
        LOG.warn("A key of parley.auth.jwks-uri is left out, it verifies nothing: {}", name(key));
      }
    }
    return new JwkSet(entries);
  }

  private static Entry entry(JsonNode json) {
    Jwk<?> parsed = Jwks.parser().build().parse(json.toString());
    if (!(parsed instanceof PublicJwk<?> jwk) || !verifies(jwk)) {
      throw new IllegalArgumentException("not a public key for signatures");
    }
    VerificationKey key = VerificationKey.ofPublicKey((PublicKey) jwk.toKey());
    VerificationKey bound = Optional.ofNullable(jwk.getAlgorithm()).map(key::onlyFor).orElse(key);
    if (bound.byAlgorithm().isEmpty()) {
      throw new IllegalArgumentException("an algorithm of another key");
    }
    return new Entry(Optional.ofNullable(jwk.getId()), bound);
  }

  /** RFC 7517 sections 4.2 and 4.3: a key for encryption is not to be used for anything else. */
  private static boolean verifies(PublicJwk<?> jwk) {
    String use = jwk.getPublicKeyUse();
    boolean forSignatures = use == null || use.equals("sig");
    var operations = jwk.getOperations();
    return forSignatures
        && (operations == null
            || operations.isEmpty()
            || operations.stream().anyMatch(each -> each.getId().equals("verify")));
  }

  private static String name(JsonNode key) {
    String name = key.path("kid").asString("without a kid").replaceAll("[^ -~]", "?");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME_IN_LOG));
  }

  /** Whether there is a key of that name; without a name, whether there is any. */
  boolean has(Optional<String> id) {
    return entries.stream().anyMatch(entry -> fits(entry, id));
  }

  /** The only key that has the name, if the token names one, and serves the algorithm. */
  Optional<Key> find(Optional<String> id, String algorithm) {
    List<Key> found =
        entries.stream()
            .filter(entry -> fits(entry, id))
            .flatMap(entry -> entry.key().of(algorithm).stream())
            .limit(2)
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static boolean fits(Entry entry, Optional<String> id) {
    return id.isEmpty() || entry.id().equals(id);
  }
}
