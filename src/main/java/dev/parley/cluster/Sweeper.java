package dev.parley.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for nodes that died, and takes back what stands in the store under their names.
 *
 * <p>Any number of nodes may look at the same time: a dead name is one sweeper's until it has not
 * looked for a while, and sweeping twice changes nothing. Never blocks; may be used on any thread.
 */
public final class Sweeper {

  /** Takes back what stands under a dead name in places of one kind. */
  @FunctionalInterface
  public interface Broom {
    /**
     * Takes back what the name has in one place.
     *
     * @param key of the place, without its kind: a channel or a user
     * @return done when nothing of the name is there any more; a failure means it is asked again
     */
    CompletionStage<Void> sweep(String key, String name);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int AT_ONCE = 64;

  private final LeaseBook book;
  private final NodeIndex index;
  private final LivingNodes nodes;
  private final NodeLease lease;
  private final LeaseTimes times;
  private final Map<String, Broom> brooms = new HashMap<>();
  private final List<Consumer<String>> mourners = new CopyOnWriteArrayList<>();
  private final Set<String> sweeping = ConcurrentHashMap.newKeySet();
  private final Set<String> doubles = new HashSet<>();
  private final LongAdder swept = new LongAdder();
  private final LongAdder doubled = new LongAdder();
  private volatile boolean unbroken;
  private @Nullable ScheduledFuture<?> looking;

  Sweeper(LeaseBook book, NodeIndex index, LivingNodes nodes, NodeLease lease, LeaseTimes times) {
    this.book = book;
    this.index = index;
    this.nodes = nodes;
    this.lease = lease;
    this.times = times;
    lease.cleanBy(this::clear);
  }

  /** Who takes back what stands in places of this kind. To be said before start. */
  public void on(String kind, Broom broom) {
    brooms.put(kind, broom);
  }

  /** Told the address of each node that died, on every node, as soon as it is seen. */
  public void onDeath(Consumer<String> mourner) {
    mourners.add(mourner);
  }

  /** How many sweeps this node has finished. */
  public long swept() {
    return swept.sum();
  }

  /** Whether this node might sweep when it last looked, so that who is dead then is swept. */
  public boolean isUnbroken() {
    return unbroken;
  }

  /** How many living nodes this one has seen that are configured with its own node-id. */
  public long doubled() {
    return doubled.sum();
  }

  /** Begins to look, as soon as the lease is taken. */
  public synchronized void start(ScheduledExecutorService timer) {
    long millis = times.look().toMillis();
    looking = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  public synchronized void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  private void look() {
    book.look(lease.name(), List.copyOf(sweeping)).thenAccept(this::seen);
  }

  private synchronized void seen(LeaseBook.Sight sight) {
    Set<String> before = nodes.dead();
    nodes.seen(sight.living(), sight.dead());
    unbroken = sight.isUnbroken();
    for (String name : sight.dead()) {
      if (!before.contains(name)) {
        LOG.info("Node {} is dead", name);
        mourners.forEach(each -> each.accept(NodeName.addressOf(name)));
      }
    }
    if (sight.isUnbroken()) {
      sight.living().forEach(this::compare);
    }
    lease.clear(sight.former());
    sight.toSweep().stream().filter(sweeping::add).forEach(this::sweep);
  }

  /** A predecessor that died has lost its lease by the time that this node's is unbroken. */
  private void compare(String other) {
    String own = lease.address();
    String address = NodeName.addressOf(other);
    if (!address.equals(own)
        && NodeName.nodeIdOf(address).equals(NodeName.nodeIdOf(own))
        && doubles.add(other)) {
      doubled.increment();
      LOG.error(
          "Another living node has this node's parley.node-id {}: {}",
          NodeName.nodeIdOf(own),
          address);
    }
  }

  private void sweep(String name) {
    index
        .each(name, AT_ONCE, place -> sweep(name, place))
        .thenCompose(done -> book.swept(name))
        .thenCompose(last -> last ? index.forget(name) : CompletableFuture.completedFuture(null))
        .whenComplete(
            (done, failure) -> {
              sweeping.remove(name);
              if (failure == null) {
                swept.increment();
                LOG.info("Swept what {} left behind", name);
              } else {
                LOG.debug("Could not sweep {}", name, failure);
              }
            });
  }

  /** This node needs the name no more. */
  private CompletionStage<Void> clear(String name) {
    return index
        .each(name, AT_ONCE, place -> sweep(name, place))
        .thenCompose(done -> index.forget(name))
        .thenCompose(done -> book.forget(name))
        .thenAccept(done -> {});
  }

  private CompletionStage<Void> sweep(String name, String place) {
    int colon = place.indexOf(':');
    Broom broom = brooms.get(place.substring(0, Math.max(0, colon)));
    if (broom == null) {
      // Of another version: one of its nodes sweeps again, or there is none and nobody looks at it.
      LOG.warn("Nothing here sweeps places such as {}…", place.substring(0, Math.max(0, colon)));
      return CompletableFuture.completedFuture(null);
    }
    return broom.sweep(place.substring(colon + 1), name);
  }
}
