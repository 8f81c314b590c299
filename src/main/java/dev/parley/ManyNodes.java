package dev.parley;

import dev.parley.broker.RedisBroker;
import dev.parley.channel.Broker;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Channels;
import dev.parley.channel.Tally;
import dev.parley.cluster.LeaseTimes;
import dev.parley.cluster.Membership;
import dev.parley.cluster.Sweeper;
import dev.parley.endpoint.LimitSettings;
import dev.parley.loop.EventLoops;
import dev.parley.order.Orders;
import dev.parley.presence.Presence;
import dev.parley.presence.PresenceLog;
import dev.parley.presence.RedisPresenceStore;
import dev.parley.protocol.ChannelName;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.RedisLoops;
import dev.parley.revocation.RedisRevocationStore;
import dev.parley.revocation.SharedRevocations;
import dev.parley.store.RedisStore;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** One node of many: channels and presence are in Redis, and what a node leaves there is swept. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "parley.store.type", havingValue = "redis")
class ManyNodes {

  /** Longer than whoever copies joins and leaves from here may be away. */
  private static final PresenceLog LOG = new PresenceLog(200, Duration.ofHours(1));

  @Bean
  RedisKeys redisKeys(ClusterSettings settings) {
    return new RedisKeys(settings.store().prefix());
  }

  /** What Boot gives its client of Redis; so its connections are on the loops of all others. */
  @Bean(destroyMethod = "shutdown")
  ClientResources redisResources(EventLoops loops) {
    return RedisLoops.resources(loops.group(), loops.names());
  }

  @Bean(destroyMethod = "close")
  Redis redis(LettuceConnectionFactory settings, DataRedisConnectionDetails given) {
    if (given.getMasterReplica() != null) {
      throw ClusterSettings.WrongCombination.ofReplicasWithoutSentinel();
    }
    return Redis.connect(settings);
  }

  @Bean(destroyMethod = "")
  Membership membership(
      Redis redis, RedisKeys keys, ClusterSettings settings, ScheduledExecutorService timer) {
    String nodeId = settings.nodeIdOr(System.getenv());
    return new Membership(redis, keys, nodeId, LeaseTimes.DEFAULT, timer);
  }

  @Bean
  RedisStore channelStore(
      Redis redis, RedisKeys keys, Membership membership, LimitSettings limits, Broker broker) {
    return new RedisStore(
        redis, keys, membership.index(), limits.idempotencyWindow(), teller(membership, broker));
  }

  /** Where the broker is the same Redis, the append and the sending are one step of it. */
  private static Optional<RedisStore.Teller> teller(Membership membership, Broker broker) {
    String address = membership.lease().address();
    return broker instanceof RedisBroker redis
        ? redis.announcement().map(way -> new RedisStore.Teller(address, way))
        : Optional.empty();
  }

  @Bean
  RedisPresenceStore presenceStore(
      Redis redis, RedisKeys keys, Membership membership, ScheduledExecutorService timer) {
    return new RedisPresenceStore(redis, keys, membership, timer, LOG);
  }

  @Bean
  RedisRevocationStore revocationStore(Redis redis, RedisKeys keys) {
    return new RedisRevocationStore(redis, keys);
  }

  @Bean
  Channels.Node node(Membership membership, ScheduledExecutorService timer, Tally tally) {
    return new Channels.Node(membership.lease()::name, timer, tally);
  }

  @Bean
  Contact contactHealthIndicator() {
    return new Contact();
  }

  @Bean
  ClusterLife.Neighbours neighbours(
      Redis redis,
      RedisKeys keys,
      Membership membership,
      Broker broker,
      SharedRevocations revocations) {
    List<Probe> probes =
        Stream.of(
                RedisStore.probes(keys),
                RedisPresenceStore.probes(keys),
                RedisRevocationStore.probes(keys),
                Membership.probes(keys))
            .flatMap(List::stream)
            .toList();
    return new ClusterLife.Neighbours(redis, probes, membership, broker, revocations);
  }

  @Bean
  ClusterLife clusterLife(
      ClusterLife.Neighbours neighbours,
      Channels channels,
      Orders orders,
      Contact contact,
      ScheduledExecutorService timer) {
    return new ClusterLife(neighbours, channels, orders, contact, timer);
  }

  /** Who registers again under a new name of this node, and who clears up after a dead one. */
  @Bean
  SmartInitializingSingleton succession(
      Membership membership,
      ChannelStore store,
      RedisPresenceStore presenceStore,
      Channels channels,
      Presence presence) {
    return () -> {
      membership.lease().onMove(presenceStore.mover());
      membership.lease().onMove(channels::moved);
      Sweeper sweeper = membership.sweeper();
      sweeper.onDeath(address -> channels.compare());
      presence.sweepWith(sweeper);
      sweeper.on(RedisStore.KIND, (channel, name) -> withdraw(store, channel, name));
    };
  }

  private static CompletionStage<Void> withdraw(ChannelStore store, String channel, String name) {
    return ChannelName.parse(channel)
        .map(each -> store.leave(each, name))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
