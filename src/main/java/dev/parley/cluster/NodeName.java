package dev.parley.cluster;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name under which a node stands in the store. A node that lost its lease lives on under a new
 * name, and is reached at the same address as before.
 *
 * @param address new at every start of a node; where the broker brings its messages
 * @param life 1, 2, 3 … during one run
 */
public record NodeName(String address, int life) {

  /** Stands in no address. */
  private static final char BEFORE_LIFE = '~';

  /** Stands in no random part. */
  private static final char BEFORE_RANDOM = '.';

  /** The first name of a node that starts; no two are alike, whatever the node-id. */
  public static NodeName first(String nodeId) {
    String random = Long.toString(new SecureRandom().nextLong() >>> 16, 36);
    return new NodeName(nodeId.replaceAll("[^A-Za-z0-9._-]", "-") + BEFORE_RANDOM + random, 1);
  }

  /** The node-id of the node with this address, as far as it can be part of a name. */
  static String nodeIdOf(String address) {
    int end = address.lastIndexOf(BEFORE_RANDOM);
    return end < 0 ? address : address.substring(0, end);
  }

  public NodeName next() {
    return new NodeName(address, life + 1);
  }

  /** The addresses of the nodes with these names, each once. */
  public static Set<String> addresses(Collection<String> names) {
    return names.stream().map(NodeName::addressOf).collect(Collectors.toUnmodifiableSet());
  }

  /** The address of the node with this name. */
  public static String addressOf(String name) {
    int end = name.lastIndexOf(BEFORE_LIFE);
    return end < 0 ? name : name.substring(0, end);
  }

  @Override
  public String toString() {
    return address + BEFORE_LIFE + life;
  }
}
