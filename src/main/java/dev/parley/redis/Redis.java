package dev.parley.redis;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The way to Redis: a single server, one with Sentinel, or a cluster.
 *
 * <p>For any thread; never blocks the caller. Answers come on Lettuce's I/O threads, which must not
 * be blocked either; those of one hash slot come in the order of the calls, apart from calls that a
 * cluster sends to another node and those that find another primary. What is wrong with Redis is
 * counted ({@link #faults}), told in the log at most every ten seconds for each reason, and mended
 * by trying again without end; the caller gets the refusal {@code unavailable}.
 */
public final class Redis implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final long CHECK_MILLIS = 1000;

  /** What arrives on a pub/sub channel; called on I/O and other threads, must not block. */
  public interface Listener {

    void arrived(byte[] message);

    /** From now on what is published arrives; comes again after every interruption. */
    default void confirmed() {}

    /** What is published from now on, or was shortly before, may not arrive. */
    default void interrupted() {}
  }

  private final Faults faults = new Faults();
  private final List<Runnable> onReturn = new CopyOnWriteArrayList<>();
  private final Map<String, String> identities = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("parley-redis").daemon(true).factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final Keeper keeper = new Connections();
  private final Clients clients;
  private final Routes routes;
  private final PubSub pubSub;

  private Redis(Clients clients) {
    this.clients = clients;
    this.routes =
        clients.isCluster()
            ? new ClusterRoutes(clients, keeper)
            : new SingleRoute(clients.primary(), keeper);
    this.pubSub = new PubSub(clients.isCluster(), routes, keeper, faults);
  }

  /**
   * Begins to connect to what the factory, and so {@code spring.data.redis.*}, names, with a client
   * of its own; until it is connected everything is refused. The factory itself need not be
   * started. No command waits longer than two seconds, or {@code spring.data.redis.timeout} where
   * that is shorter.
   */
  public static Redis connect(LettuceConnectionFactory settings) {
    Redis redis = new Redis(Clients.like(settings));
    redis.routes.start();
    var _ =
        redis.timer.scheduleWithFixedDelay(
            redis::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    return redis;
  }

  /**
   * Runs a script on the primary that has the first key; all keys have the same tag. The script
   * gets that primary's identity as {@code ARGV[1]} and these arguments after it, so that it can
   * tell that writes may have been lost: {@code primary.lua} says how.
   *
   * <p>It is run at most once. The refusal {@code unavailable} says that it was not run, or that
   * this is unknown.
   */
  public CompletionStage<Reply> run(Script script, List<byte[]> keys, byte[]... args) {
    return call(script, keys, args).exceptionallyCompose(trouble -> unavailable());
  }

  /**
   * Whether these can be run, one after the other, wherever their keys are.
   *
   * @return fails with an exception whose message names host and reason, without secrets, for an
   *     operator
   */
  public CompletionStage<Void> probe(List<Probe> probes) {
    CompletionStage<Void> all = CompletableFuture.completedStage(null);
    for (Probe probe : probes) {
      all = all.thenCompose(before -> probe(probe));
    }
    return all;
  }

  private CompletionStage<Void> probe(Probe probe) {
    return call(probe.script(), probe.keys(), probe.args().toArray(byte[][]::new))
        .<Void>thenApply(reply -> null)
        .exceptionallyCompose(failure -> CompletableFuture.failedStage(told(failure)));
  }

  private Throwable told(Throwable failure) {
    return Call.cause(failure) instanceof Trouble trouble
            && trouble.fault() != RedisFault.UNREACHABLE
        ? trouble
        : new IllegalStateException(faults.lastTrouble());
  }

  private CompletionStage<Reply> call(Script script, List<byte[]> keys, byte[]... args) {
    return new Call(script, keys.toArray(byte[][]::new), args, routes, faults).run();
  }

  private static <T> CompletionStage<T> unavailable() {
    return CompletableFuture.failedStage(new Refusal(RefusalCode.UNAVAILABLE));
  }

  /**
   * Passes on what is published to the pub/sub channel, until the answer is closed. On a cluster
   * this is sharded pub/sub.
   */
  public AutoCloseable subscribe(String channel, Listener listener) {
    return pubSub.subscribe(RedisKeys.bytes(channel), listener);
  }

  /** Publishes; whoever listens gets it at most once. Fails where Redis does not answer. */
  public CompletionStage<Void> publish(String channel, byte[] message) {
    return pubSub.publish(RedisKeys.bytes(channel), message);
  }

  /**
   * {@code listener} is called, on any thread, whenever a primary answers again or another one has
   * taken its place: what was under way may be lost, and what was written too.
   */
  public void onReturn(Runnable listener) {
    onReturn.add(listener);
  }

  /**
   * The identities of the primaries that each address has led to, the last of each. One that is not
   * among them later may not know what was written before.
   */
  public Set<String> identities() {
    return Set.copyOf(identities.values());
  }

  /**
   * For each primary but the one that has the keys of {@code tag} another tag, whose keys that one
   * has now; none where all is on one.
   */
  public Set<String> tagsBeside(String tag) {
    return routes.slotsBeside(SlotHash.getSlot(tag)).stream()
        .map(SlotTags::of)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether keys are spread over several primaries. */
  public boolean isCluster() {
    return clients.isCluster();
  }

  /** Whether all primaries can be reached now, as far as is known. */
  public boolean isConnected() {
    return !routes.all().isEmpty() && routes.all().stream().allMatch(each -> each.link() != null);
  }

  /** Primaries, as far as they are connected, that may evict what everybody needs. */
  public long evicting() {
    return routes.all().stream()
        .map(Primary::link)
        .filter(link -> link != null && link.server().mayEvict())
        .count();
  }

  /** How often something failed for this reason. */
  public long faults(RedisFault fault) {
    return faults.count(fault);
  }

  /** Ends all connections; what is under way fails. Blocks for two seconds at most. */
  @Override
  public void close() {
    timer.shutdownNow();
    pubSub.close();
    routes.close();
    clients.close();
  }

  private void check() {
    try {
      routes.all().forEach(Primary::check);
      pubSub.check();
    } catch (RuntimeException failure) {
      // The timer would not come back to a task that failed.
      LOG.error("The connections could not be checked", failure);
    }
  }

  private final class Connections implements Keeper {

    @Override
    public ScheduledExecutorService timer() {
      return timer;
    }

    @Override
    public void connected(Primary primary, Link link) {
      String host = primary.toString();
      LOG.info("Connected to Redis at {}", host);
      if (link.server().mayEvict()) {
        LOG.warn(
            "Redis at {} has maxmemory-policy {}: what it evicts is lost for all; set it to {}",
            host,
            link.server().evictionPolicy(),
            ServerInfo.NO_EVICTION);
      }
      String before = identities.put(host, link.server().origin());
      if (before != null && !before.equals(link.server().origin())) {
        pubSub.renew();
      }
      onReturn.forEach(Runnable::run);
    }

    @Override
    public void notConnected(String host, Throwable failure) {
      faults.notConnected(RedisFault.ofConnecting(failure), host, failure);
      var _ = routes.refresh();
    }

    @Override
    public void lost() {
      var _ = routes.refresh();
    }
  }
}
