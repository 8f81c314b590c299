package dev.parley.redis;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The primaries of a Redis Cluster, as they were when last asked. */
final class ClusterRoutes implements Routes {

  private static final long RETRY_MILLIS = 500;

  private final Clients clients;
  private final Keeper keeper;

  /** By slot; replaced as a whole. */
  private volatile @Nullable Primary[] slots = new Primary[SlotHash.SLOT_COUNT];

  // Guarded by this.
  private final Map<String, Primary> primaries = new HashMap<>();
  private @Nullable CompletableFuture<Void> refreshing;
  private boolean closed;

  ClusterRoutes(Clients clients, Keeper keeper) {
    this.clients = clients;
    this.keeper = keeper;
  }

  @Override
  public void start() {
    var _ = refresh();
  }

  @Override
  public @Nullable Primary of(int slot) {
    return slots[slot];
  }

  @Override
  public synchronized @Nullable Primary at(String address) {
    return primaries.values().stream()
        .filter(each -> each.address().toString().equals(address))
        .findFirst()
        .orElse(null);
  }

  @Override
  public synchronized Collection<Primary> all() {
    return new ArrayList<>(primaries.values());
  }

  @Override
  public Collection<Integer> slotsBeside(int slot) {
    @Nullable Primary[] now = slots;
    Map<Primary, Integer> first = new LinkedHashMap<>();
    for (int each = 0; each < now.length; each++) {
      Primary primary = now[each];
      if (primary != null && primary != now[slot]) {
        first.putIfAbsent(primary, each);
      }
    }
    return first.values();
  }

  @Override
  public CompletionStage<Void> refresh() {
    CompletableFuture<Void> answer;
    synchronized (this) {
      if (refreshing != null) {
        return refreshing;
      }
      answer = new CompletableFuture<>();
      refreshing = answer;
    }
    // Asking blocks where the cluster was never reached.
    Thread.ofVirtual().name("parley-redis-topology").start(() -> ask(answer));
    return answer;
  }

  private void ask(CompletableFuture<Void> answer) {
    boolean known = false;
    try {
      clients.topology().refreshPartitions();
      adopt(clients.topology().getPartitions());
      known = true;
    } catch (RuntimeException failure) {
      keeper.notConnected("the cluster", failure);
    }
    synchronized (this) {
      refreshing = null;
      if (!known && !closed) {
        var _ = keeper.timer().schedule(this::refresh, RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    answer.complete(null);
  }

  private void adopt(Partitions partitions) {
    @Nullable Primary[] next = new Primary[SlotHash.SLOT_COUNT];
    List<Primary> gone;
    synchronized (this) {
      if (closed) {
        return;
      }
      Map<String, Primary> before = new HashMap<>(primaries);
      primaries.clear();
      for (RedisClusterNode node : partitions) {
        if (node.getRole().isUpstream() && !node.getSlots().isEmpty()) {
          Primary primary = before.remove(key(node));
          Primary kept = primary != null ? primary : begin(node);
          primaries.put(key(node), kept);
          node.getSlots().forEach(slot -> next[slot] = kept);
        }
      }
      gone = new ArrayList<>(before.values());
    }
    slots = next;
    gone.forEach(Primary::close);
  }

  private Primary begin(RedisClusterNode node) {
    Primary primary = new Primary(clients.node(node.getUri()), keeper);
    primary.connect();
    return primary;
  }

  /** A node keeps its id when it moves to another address. */
  private static String key(RedisClusterNode node) {
    return node.getNodeId() + '@' + node.getUri().getHost() + ':' + node.getUri().getPort();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(Primary::close);
  }
}
