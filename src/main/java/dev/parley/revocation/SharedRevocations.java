package dev.parley.revocation;

import dev.parley.identity.Revocation;
import dev.parley.order.Order;
import dev.parley.order.Orders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocations of the whole cluster. The store keeps them, an order tells the nodes that run, and
 * each node compares its list with the store's at its start, whenever the store was away, and every
 * {@value #COMPARE_SECONDS} s. What the store has lost, the nodes write back.
 */
public final class SharedRevocations {

  private static final Logger LOG = LoggerFactory.getLogger(SharedRevocations.class);
  private static final int COMPARE_SECONDS = 30;
  private static final int AGAIN_SECONDS = 1;

  /** What is written back at once. */
  private static final int BATCH = 500;

  private final LocalRevocations here;
  private final RevocationStore store;
  private final Orders orders;
  private final ScheduledExecutorService timer;

  public SharedRevocations(
      LocalRevocations here, RevocationStore store, Orders orders, ScheduledExecutorService timer) {
    this.here = here;
    this.store = store;
    this.orders = orders;
    this.timer = timer;
  }

  /**
   * Revokes. When the answer comes it holds here, is kept, and every node that runs will obey
   * within seconds. Fails with {@code unavailable}, and then may be repeated, or with {@code
   * rate-limited} where too many are kept.
   */
  public CompletionStage<Void> give(Revocation revocation) {
    return store
        .add(List.of(revocation))
        .thenCompose(
            kept -> {
              here.apply(revocation);
              return orders.give(new Order.Revoke(revocation));
            });
  }

  /** Begins to compare; the answer comes when all that was revoked before holds here. */
  public CompletionStage<Void> begin() {
    CompletableFuture<Void> known = new CompletableFuture<>();
    first(known);
    var _ =
        timer.scheduleWithFixedDelay(
            this::compare, COMPARE_SECONDS, COMPARE_SECONDS, TimeUnit.SECONDS);
    return known;
  }

  private void first(CompletableFuture<Void> known) {
    compared()
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                known.complete(null);
              } else {
                var _ = timer.schedule(() -> first(known), AGAIN_SECONDS, TimeUnit.SECONDS);
              }
            });
  }

  /** The store was away, or time has passed. Never throws. */
  public void compare() {
    var _ =
        compared()
            .exceptionally(
                failure -> {
                  LOG.debug("Revocations cannot be compared now", failure);
                  return null;
                });
  }

  private CompletionStage<Void> compared() {
    return store
        .count()
        .thenCompose(
            count ->
                count == here.list().all().size()
                    ? CompletableFuture.completedFuture(null)
                    : store.all().thenCompose(this::merge));
  }

  private CompletionStage<Void> merge(List<Revocation> kept) {
    Set<Revocation> known = Set.copyOf(here.list().all());
    here.apply(kept.stream().filter(each -> !known.contains(each)).toList());
    Set<Revocation> missing = new HashSet<>(here.list().all());
    kept.forEach(missing::remove);
    if (!missing.isEmpty()) {
      LOG.info("{} revocations that the store does not have are written back", missing.size());
    }
    List<Revocation> all = List.copyOf(missing);
    CompletionStage<Void> written = CompletableFuture.completedFuture(null);
    for (int i = 0; i < all.size(); i += BATCH) {
      List<Revocation> batch = all.subList(i, Math.min(i + BATCH, all.size()));
      written = written.thenCompose(before -> store.add(batch));
    }
    return written;
  }
}
