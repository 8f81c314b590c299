package dev.parley.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import org.springframework.data.redis.connection.NamedNode;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Lettuce's clients for the servers that {@code spring.data.redis.*} names, with options of ours: a
 * connection ends once, and what was under way on it fails; it never comes back by itself, and
 * nothing is ever sent twice.
 */
final class Clients implements AutoCloseable {

  /** Spring's default is a minute; in that time every publish would wait. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final LettuceConnectionFactory factory;
  private final ClientResources resources;
  private final boolean cluster;

  /** The nodes of a cluster, one by one. */
  private final RedisClient nodes;

  private Clients(LettuceConnectionFactory factory, ClientOptions options) {
    this.factory = factory;
    this.resources = factory.getRequiredNativeClient().getResources();
    this.cluster = factory.isClusterAware();
    this.nodes = RedisClient.create(resources);
    nodes.setOptions(options);
  }

  static Clients like(LettuceConnectionFactory given) {
    LettuceClientConfiguration settings = given.getClientConfiguration();
    Duration wait = shorter(settings.getCommandTimeout(), LONGEST_WAIT);
    ClientOptions options = options(settings, wait);
    LettuceConnectionFactory ours = factory(given, new ClientSettings(settings, options, wait));
    ours.start();
    return new Clients(ours, options);
  }

  boolean isCluster() {
    return cluster;
  }

  /** Only where there is a cluster: knows its nodes. */
  RedisClusterClient topology() {
    return (RedisClusterClient) factory.getRequiredNativeClient();
  }

  /** Only where there is none: the one primary, asked of Sentinel each time where there is one. */
  Address primary() {
    RedisClient client = (RedisClient) factory.getRequiredNativeClient();
    var sentinel = factory.getSentinelConfiguration();
    NamedNode master = sentinel == null ? null : sentinel.getMaster();
    String name = master == null ? null : master.getName();
    if (name != null) {
      return new Sentinel(client, name);
    }
    return new Address() {
      @Override
      public StatefulRedisConnection<byte[], byte[]> connect() {
        return client.connect(ByteArrayCodec.INSTANCE);
      }

      @Override
      public StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
        return client.connectPubSub(ByteArrayCodec.INSTANCE);
      }

      @Override
      public String toString() {
        return factory.getHostName() + ':' + factory.getPort();
      }
    };
  }

  Address node(RedisURI uri) {
    return new Address() {
      @Override
      public StatefulRedisConnection<byte[], byte[]> connect() {
        return nodes.connect(ByteArrayCodec.INSTANCE, uri);
      }

      @Override
      public StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
        return nodes.connectPubSub(ByteArrayCodec.INSTANCE, uri);
      }

      @Override
      public String toString() {
        return uri.getHost() + ':' + uri.getPort();
      }
    };
  }

  /** Blocks until the connections are closed. */
  @Override
  public void close() {
    nodes.shutdown(Duration.ZERO, LONGEST_WAIT);
    factory.destroy();
  }

  private static LettuceConnectionFactory factory(
      LettuceConnectionFactory given, LettuceClientConfiguration settings) {
    if (given.getClusterConfiguration() != null) {
      return new LettuceConnectionFactory(given.getClusterConfiguration(), settings);
    }
    if (given.getSentinelConfiguration() != null) {
      return new LettuceConnectionFactory(given.getSentinelConfiguration(), settings);
    }
    if (given.getSocketConfiguration() != null) {
      return new LettuceConnectionFactory(given.getSocketConfiguration(), settings);
    }
    return new LettuceConnectionFactory(given.getStandaloneConfiguration(), settings);
  }

  private static ClientOptions options(LettuceClientConfiguration settings, Duration wait) {
    ClientOptions given = settings.getClientOptions().orElseGet(ClientOptions::create);
    SocketOptions socket = given.getSocketOptions();
    ClientOptions.Builder ours =
        given
            .mutate()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            // Would move a connection to another server while its identity stays with us.
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .timeoutOptions(TimeoutOptions.enabled(wait))
            .socketOptions(
                socket.mutate().connectTimeout(shorter(socket.getConnectTimeout(), wait)).build());
    ClientOptions options = ours.build();
    return given instanceof ClusterClientOptions of
        ? ClusterClientOptions.builder(options)
            .topologyRefreshOptions(of.getTopologyRefreshOptions())
            .build()
        : options;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
