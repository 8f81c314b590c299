package dev.parley.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/** Where a primary is reached. Both calls block, and throw where nobody answers in time. */
interface Address {

  StatefulRedisConnection<byte[], byte[]> connect();

  StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub();

  /** Host and port, or the name of the primary, for people. */
  @Override
  String toString();
}
