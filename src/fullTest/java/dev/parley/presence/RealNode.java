package dev.parley.presence;

import static org.awaitility.Awaitility.await;

import dev.parley.channel.Access;
import dev.parley.channel.Broker;
import dev.parley.channel.Channels;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.channel.Subscription;
import dev.parley.channel.Tally;
import dev.parley.cluster.LeaseTimes;
import dev.parley.cluster.Membership;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A node as far as presence goes, on a real Redis; the other nodes are in the same process. */
final class RealNode implements AutoCloseable {

  /** Everything in a fifth of the time. */
  static final LeaseTimes QUICK =
      new LeaseTimes(
          Duration.ofMillis(2000),
          Duration.ofMillis(600),
          Duration.ofMillis(200),
          Duration.ofMillis(3000),
          Duration.ofMillis(6000));

  static final RedisKeys KEYS = new RedisKeys("test");
  static final ChannelName LOBBY = new ChannelName("rooms", "lobby");
  private static final int PRESENCE_LIMIT = 1000;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon(true).factory());
  private final Redis redis;
  final Membership membership;
  final RedisPresenceStore store;
  final Presence presence;
  private final Channels channels;
  private CountDownLatch paused = new CountDownLatch(0);

  RealNode(
      LettuceConnectionFactory settings,
      Broker broker,
      String nodeId,
      LeaseTimes times,
      PresenceLog log) {
    redis = Redis.connect(settings);
    membership = new Membership(redis, KEYS, nodeId, times, timer);
    store = new RedisPresenceStore(redis, KEYS, membership, timer, log);
    Namespaces namespaces = namespaces();
    channels =
        new Channels(
            new MemoryStore(InstantSource.system(), Duration.ofMinutes(5)),
            broker,
            namespaces,
            new Channels.Node(membership.lease()::name, timer, new Tally()),
            channel -> new PresenceBacklog(store, namespaces));
    presence = new Presence(store, channels, namespaces, timer);
    presence.sweepWith(membership.sweeper());
    membership.lease().onMove(store.mover());
    membership.lease().onMove(channels::moved);
    membership.sweeper().onDeath(address -> channels.compare());
    channels.listen(broker.start(membership.lease().address(), channels));
    membership
        .start()
        .toCompletableFuture()
        .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  private static Namespaces namespaces() {
    Retention retention = new Retention(100, Duration.ZERO);
    return new Namespaces(
        Map.of(
            "rooms", new Namespace(retention, true, PRESENCE_LIMIT, 0, Access.USER, Access.USER)));
  }

  String name() {
    return membership.lease().name();
  }

  Subscription listens(FeedReader reader) {
    return channels.subscribe(ChannelName.presenceOf(LOBBY), new Since.Now(), reader);
  }

  /** A reader that has heard who is there. */
  FeedReader listens() {
    FeedReader reader = new FeedReader();
    listens(reader);
    await().until(() -> !reader.told().isEmpty());
    return reader;
  }

  void unlistens(Subscription subscription) {
    channels.unsubscribe(subscription);
  }

  void enters(String user, String session) {
    presence.enter(LOBBY, Users.named(user), session, "sub-1").toCompletableFuture().join();
  }

  void leaves(String user, String session) {
    presence.leave(LOBBY, Users.named(user), session, "sub-1").toCompletableFuture().join();
  }

  /**
   * It renews nothing and looks for nobody until {@link #goesOn}; what it is told to do it does.
   */
  void pauses() {
    CountDownLatch latch = new CountDownLatch(1);
    paused = latch;
    timer.execute(
        () -> {
          try {
            latch.await();
          } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
          }
        });
  }

  void goesOn() {
    paused.countDown();
  }

  /** As if the power had failed. */
  void dies() {
    timer.shutdownNow();
    redis.close();
  }

  /** Ends as a node should. */
  @Override
  public void close() {
    membership
        .close()
        .toCompletableFuture()
        .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
        .join();
    dies();
  }
}
