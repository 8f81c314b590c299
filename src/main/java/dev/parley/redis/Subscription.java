package dev.parley.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One channel of pub/sub with a connection of its own, which is opened again and again until it is
 * closed.
 */
final class Subscription implements AutoCloseable {

  private static final long PAUSE_MILLIS = 200;
  private static final long PATIENCE_SECONDS = 2;

  private final byte[] channel;
  private final boolean sharded;
  private final Redis.Listener listener;
  private final Routes routes;
  private final Keeper keeper;

  // Guarded by this.
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> current;
  private boolean connecting;
  private boolean closed;

  Subscription(
      byte[] channel, boolean sharded, Redis.Listener listener, Routes routes, Keeper keeper) {
    this.channel = channel;
    this.sharded = sharded;
    this.listener = listener;
    this.routes = routes;
    this.keeper = keeper;
  }

  void connect() {
    synchronized (this) {
      if (closed || connecting || current != null) {
        return;
      }
      connecting = true;
    }
    Thread.ofVirtual().name("parley-redis-subscribe").start(this::open);
  }

  /** Ends a connection on which nothing can arrive any more; the next takes its place. */
  void check() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection;
    synchronized (this) {
      connection = current;
    }
    if (connection != null) {
      var _ =
          connection
              .async()
              .ping()
              .whenComplete(
                  (pong, failure) -> {
                    if (failure != null) {
                      lost(connection);
                    }
                  });
    }
  }

  /** The primary is, or may be, another one than it was. */
  void renew() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection;
    synchronized (this) {
      connection = current;
    }
    if (connection != null) {
      lost(connection);
    }
  }

  @Override
  public void close() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection;
    synchronized (this) {
      closed = true;
      connection = current;
      current = null;
    }
    if (connection != null) {
      var _ = connection.closeAsync();
    }
  }

  private void open() {
    StatefulRedisPubSubConnection<byte[], byte[]> connection = null;
    try {
      Primary primary = routes.of(SlotHash.getSlot(channel));
      if (primary == null) {
        retry();
        return;
      }
      connection = primary.address().connectPubSub();
      subscribe(connection);
      if (use(connection)) {
        listener.confirmed();
        watch(connection);
      } else {
        var _ = connection.closeAsync();
      }
    } catch (InterruptedException
        | ExecutionException
        | TimeoutException
        | RuntimeException failure) {
      if (connection != null) {
        var _ = connection.closeAsync();
      }
      keeper.notConnected("its pub/sub channel", failure);
      keeper.lost();
      retry();
    }
  }

  private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection)
      throws InterruptedException, ExecutionException, TimeoutException {
    connection.addListener(
        new RedisPubSubAdapter<byte[], byte[]>() {
          @Override
          public void message(byte[] from, byte[] message) {
            listener.arrived(message);
          }

          @Override
          public void smessage(byte[] from, byte[] message) {
            listener.arrived(message);
          }

          @Override
          public void sunsubscribed(byte[] from, long count) {
            // Its slot went to another node.
            keeper.lost();
            lost(connection);
          }
        });
    var answer =
        sharded ? connection.async().ssubscribe(channel) : connection.async().subscribe(channel);
    answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private synchronized boolean use(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    connecting = false;
    if (!closed) {
      current = connection;
    }
    return !closed;
  }

  private void watch(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            lost(connection);
          }
        });
    if (!connection.isOpen()) {
      lost(connection);
    }
  }

  private void lost(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    synchronized (this) {
      if (!connection.equals(current)) {
        return;
      }
      current = null;
      connecting = true;
    }
    var _ = connection.closeAsync();
    listener.interrupted();
    retry();
  }

  private void retry() {
    Runnable again =
        () -> {
          synchronized (this) {
            connecting = false;
          }
          connect();
        };
    var _ = keeper.timer().schedule(again, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
