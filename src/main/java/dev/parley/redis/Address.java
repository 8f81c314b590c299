package dev.parley.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Where a primary is reached. What connects or asks blocks, and throws where nobody answers. */
interface Address {

  StatefulRedisConnection<byte[], byte[]> connect();

  StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub();

  /** Who the primary is there, for comparison with later answers; asked anew. */
  default String ask() {
    return named();
  }

  /** The last answer; does not block. */
  default String named() {
    return toString();
  }

  /** Whether it may be another one later, so that it has to be asked again and again. */
  default boolean mayMove() {
    return false;
  }

  /** Host and port, or the name of the primary, for people. */
  @Override
  String toString();
}
