package dev.parley.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The primary that Sentinel names. A former one may take itself for the primary for seconds more,
 * and accept what is lost then: it is left as soon as Sentinel names another. While no Sentinel
 * answers, the primary is who it was.
 */
final class Sentinel implements Address {

  private final RedisClient client;
  private final String name;
  private final byte[] key;

  private volatile String named = "";

  /** Guarded by this. */
  private @Nullable StatefulRedisSentinelConnection<byte[], byte[]> connection;

  /**
   * @param client that knows where the Sentinels are
   * @param name of the primary there
   */
  Sentinel(RedisClient client, String name) {
    this.client = client;
    this.name = name;
    this.key = name.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public StatefulRedisConnection<byte[], byte[]> connect() {
    return client.connect(ByteArrayCodec.INSTANCE);
  }

  @Override
  public StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
    return client.connectPubSub(ByteArrayCodec.INSTANCE);
  }

  @Override
  public String named() {
    return named;
  }

  /** One that answers is asked again; a Sentinel that ended is replaced by any of the others. */
  @Override
  public synchronized String ask() {
    StatefulRedisSentinelConnection<byte[], byte[]> current = connection;
    if (current == null || !current.isOpen()) {
      current = client.connectSentinel(ByteArrayCodec.INSTANCE);
      connection = current;
    }
    try {
      SocketAddress primary = current.sync().getMasterAddrByName(key);
      // One that has just started may not know any; that makes nobody the primary.
      named = primary == null ? named : primary.toString();
      return named;
    } catch (RuntimeException failure) {
      connection = null;
      var _ = current.closeAsync();
      throw failure;
    }
  }

  @Override
  public boolean mayMove() {
    return true;
  }

  @Override
  public String toString() {
    return "the primary " + name;
  }
}
