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
 * @param replicationId changes with every promotion
 * @param evictionPolicy {@code maxmemory-policy}
 */
record ServerInfo(String identity, String replicationId, String evictionPolicy) {

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
    String replicationId = fields.get("master_replid");
    if (runId == null || replicationId == null) {
      throw new IllegalStateException("ERR INFO does not say who this server is");
    }
    return new ServerInfo(
        hash(runId + replicationId),
        replicationId,
        fields.getOrDefault("maxmemory_policy", "unknown"));
  }

  /** Whether the server is still the same primary, going by INFO's section on replication. */
  boolean isStillTheOne(String info) {
    Map<String, String> fields = fields(info);
    return PRIMARY.equals(fields.get("role")) && replicationId.equals(fields.get("master_replid"));
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
