package dev.parley.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who answers on a connection, as INFO tells.
 *
 * <p>An identity is the beginning of {@code master_replid}, which is another after every start of
 * the server and every change of primary, and never comes back: after all that can lose writes but
 * a flush. It also changes when a primary gets its first replica, or has had none for an hour; that
 * loses nothing, and who was connected meanwhile knows it.
 *
 * @param identities the present one, and before it those since which nothing was lost, the newest
 *     first; each is {@value #IDENTITY_LENGTH} of {@code [0-9a-z]}
 * @param evictionPolicy {@code maxmemory-policy}
 */
record ServerInfo(List<String> identities, String evictionPolicy) {

  static final String NO_EVICTION = "noeviction";

  private static final String PRIMARY = "master";
  private static final int IDENTITY_LENGTH = 16;

  /** So many, that nobody is told of a loss because a replica comes and goes. */
  private static final int MOST_IDENTITIES = 8;

  /** What {@code master_replid2} says where no other primary was before this one. */
  private static final String NOBODY = "0+";

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
    String identity =
        identity(fields)
            .orElseThrow(
                () -> new IllegalStateException("ERR INFO does not say who this server is"));
    String policy = fields.getOrDefault("maxmemory_policy", "unknown");
    return new ServerInfo(List.of(identity), policy);
  }

  /**
   * The same server on the same connection, going by INFO's section on replication now; empty where
   * it may have lost something since.
   */
  Optional<ServerInfo> now(String info) {
    Map<String, String> fields = fields(info);
    Optional<String> identity = identity(fields);
    if (!PRIMARY.equals(fields.get("role")) || identity.isEmpty()) {
      return Optional.empty();
    }
    if (identity.get().equals(identities.getFirst())) {
      return Optional.of(this);
    }
    // Had it been a replica, its second id would be that of its primary then, for an hour.
    if (!fields.getOrDefault("master_replid2", "").matches(NOBODY)) {
      return Optional.empty();
    }
    List<String> all =
        Stream.concat(identity.stream(), identities.stream()).limit(MOST_IDENTITIES).toList();
    return Optional.of(new ServerInfo(all, evictionPolicy));
  }

  /** The same for as long as nothing is lost on this connection. */
  String origin() {
    return identities.getLast();
  }

  boolean mayEvict() {
    return !evictionPolicy.equals(NO_EVICTION);
  }

  private static Optional<String> identity(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("master_replid"))
        .filter(id -> id.length() >= IDENTITY_LENGTH)
        .map(id -> id.substring(0, IDENTITY_LENGTH));
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
}
