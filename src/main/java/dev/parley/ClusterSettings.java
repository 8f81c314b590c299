package dev.parley;

import dev.parley.redis.RedisKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * This node and what it shares with others.
 *
 * @param nodeId tells nodes apart in logs and figures; empty: the host's name
 */
@ConfigurationProperties("parley")
record ClusterSettings(
    @DefaultValue("") String nodeId, @DefaultValue Store store, @DefaultValue Way broker) {

  /** Where channels and presence live. */
  enum StoreType {
    MEMORY,
    REDIS
  }

  /** How messages reach other nodes. */
  enum BrokerType {
    LOCAL,
    REDIS,
    RELAY
  }

  /**
   * @param prefix what all keys begin with, so that several clusters can share one Redis
   */
  record Store(@DefaultValue("memory") StoreType type, @DefaultValue("parley") String prefix) {

    Store {
      // Refuses what cannot be a prefix, also where no store needs one yet.
      var _ = new RedisKeys(prefix);
    }
  }

  record Way(@DefaultValue("local") BrokerType type) {}

  ClusterSettings {
    if (!nodeId.isEmpty() && !isId(nodeId)) {
      throw new IllegalArgumentException(
          "parley.node-id must be 1 to 64 of letters, digits, '.', '_' and '-'");
    }
    if (broker.type() != BrokerType.LOCAL && store.type() == StoreType.MEMORY) {
      throw WrongCombination.ofBrokerAlone(broker.type().name().toLowerCase(Locale.ROOT));
    }
  }

  /** The id that was given, or one made of the host's name. */
  String nodeIdOr(Map<String, String> environment) {
    return nodeId.isEmpty() ? fromHost(environment) : nodeId;
  }

  private static String fromHost(Map<String, String> environment) {
    String host = Optional.ofNullable(environment.get("HOSTNAME")).orElseGet(Host::name);
    String id = host.replaceAll("[^A-Za-z0-9._-]", "-");
    return isId(id) ? id : "node";
  }

  private static boolean isId(String id) {
    return id.matches("[A-Za-z0-9._-]{1,64}");
  }

  private static final class Host {

    static String name() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "node";
      }
    }
  }

  /** Each of the keys may be right, but not all of them together. */
  static final class WrongCombination extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private WrongCombination(String sentence) {
      super(sentence);
    }

    /** Other nodes can only be reached where the log is shared. */
    static WrongCombination ofBrokerAlone(String broker) {
      return new WrongCombination(
          "parley.broker.type="
              + broker
              + " connects nodes that share their channels: set parley.store.type=redis too.");
    }

    /** Browsers send a cookie for whatever page asks. */
    static WrongCombination ofCookieForEveryPage() {
      return new WrongCombination(
          "parley.auth.cookie would let every page speak for its visitors: name the pages in"
              + " parley.allowed-origins instead of *.");
    }

    /** Who is the primary among them is looked up once, and a failover would not be noticed. */
    static WrongCombination ofReplicasWithoutSentinel() {
      return new WrongCombination(
          "spring.data.redis.masterreplica.nodes does not say which of them is the primary after a"
              + " failover: set spring.data.redis.host, sentinel or cluster instead.");
    }
  }
}
