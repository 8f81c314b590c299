package dev.parley.redis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * Who answers on a connection, as INFO tells.
 *
 * @param identity eight of {@code [0-9a-z]} that are others after every start of the server and
 *     every change of primary: after all that can lose writes but a flush
 * @param promotion from whom and where this primary took over; its {@code master_replid} would tell
 *     that too, but it also changes when a primary gets its first replica, which loses nothing
 * @param evictionPolicy {@code maxmemory-policy}
 */
record ServerInfo(String identity, String promotion, String evictionPolicy) {

  private static final String PRIMARY = "master";
  private static final int IDENTITY_LENGTH = 8;

  /**
   * @param info the answer to INFO
   * @throws IllegalStateException whose message begins as an error of Redis would, where this is no
   *     primary with all its data
   */
  static ServerInfo ofPrimary(String info) {
    Map<String, String> fields = fields(info);
    if (!PRIMARY.equals(fields.get("role"))) {
      throw new IllegalStateException("READONLY this server is a replica");
    }
    if ("1".equals(fields.get("loading"))) {
      throw new IllegalStateException("LOADING its data is not complete");
    }
    String runId = fields.get("run_id");
    if (runId == null || !fields.containsKey("master_replid2")) {
      throw new IllegalStateException("ERR INFO does not say who this server is");
    }
    String promotion = promotion(fields);
    String policy = fields.getOrDefault("maxmemory_policy", "unknown");
    return new ServerInfo(hash(runId + promotion), promotion, policy);
  }

  /** Whether the server is still the same primary, going by INFO's section on replication. */
  boolean isStillTheOne(String info) {
    Map<String, String> fields = fields(info);
    return PRIMARY.equals(fields.get("role")) && promotion.equals(promotion(fields));
  }

  /** Zeros and -1 where the server was never promoted. */
  private static String promotion(Map<String, String> fields) {
    return fields.get("master_replid2") + ':' + fields.get("second_repl_offset");
  }

  private static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
              }
            });
    return fields;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).toString(36).substring(0, IDENTITY_LENGTH);
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException("every JDK has SHA-256", failure);
    }
  }
}
