package dev.parley.cluster;

import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * This node among the others. Made without contact to the store; whoever moves and sweeps is told
 * before {@link #start}.
 */
public final class Membership {

  private final Redis redis;
  private final ScheduledExecutorService timer;
  private final NodeIndex index;
  private final LivingNodes nodes = new LivingNodes();
  private final NodeLease lease;
  private final Sweeper sweeper;
  private final Marks marks;

  /** The primaries that have answered since the start; guarded by this. */
  private final Set<String> known = new HashSet<>();

  /**
   * @param nodeId {@code parley.node-id}, of which there should be one
   * @param timer for what must not block
   */
  public Membership(
      Redis redis,
      RedisKeys keys,
      String nodeId,
      LeaseTimes times,
      ScheduledExecutorService timer) {
    this.redis = redis;
    this.timer = timer;
    LeaseBook book = new LeaseBook(redis, keys, times);
    this.index = new NodeIndex(redis, keys, times.again());
    this.lease = new NodeLease(book, NodeName.first(nodeId), times, timer);
    this.sweeper = new Sweeper(book, index, nodes, lease, times);
    this.marks = new Marks(redis, keys, times, () -> lease.renounce("A part of Redis was flushed"));
  }

  /**
   * Runs of the scripts of leases, indexes and marks, in that order, which leave nothing behind.
   */
  public static List<Probe> probes(RedisKeys keys) {
    return Stream.of(LeaseBook.probes(keys), NodeIndex.probes(keys), Marks.probes(keys))
        .flatMap(List::stream)
        .toList();
  }

  public NodeLease lease() {
    return lease;
  }

  public NodeIndex index() {
    return index;
  }

  public LivingNodes nodes() {
    return nodes;
  }

  public Sweeper sweeper() {
    return sweeper;
  }

  /**
   * Another primary may lack the last of what was written to the one before, and it need not be the
   * one that has the lease.
   */
  private synchronized void compare() {
    Set<String> now = redis.identities();
    if (!known.containsAll(now)) {
      known.addAll(now);
      lease.renounce("Another Redis answers");
    }
  }

  /** Takes the lease and begins to look for dead nodes; the answer comes with the lease. */
  public CompletionStage<Void> start() {
    return lease
        .start()
        .thenCompose(taken -> marks.start(timer))
        .thenRun(
            () -> {
              synchronized (this) {
                known.addAll(redis.identities());
              }
              redis.onReturn(this::compare);
              sweeper.start(timer);
            });
  }

  /**
   * To be called once the sessions of this node are gone, while store and broker are still there:
   * nothing is left for others to sweep.
   */
  public CompletionStage<Void> close() {
    sweeper.stop();
    marks.stop();
    return index.removeLeft().thenCompose(removed -> lease.close());
  }
}
