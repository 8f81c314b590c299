package dev.parley.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One primary has it all; after a failover it is another one, by the same name. */
final class SingleRoute implements Routes {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Address address;
  private final Primary primary;
  private volatile boolean closed;

  SingleRoute(Address address, Keeper keeper) {
    this.address = address;
    this.primary = new Primary(address, keeper);
  }

  @Override
  public void start() {
    primary.connect();
    if (address.mayMove()) {
      Thread.ofVirtual().name("parley-redis-sentinel").start(this::watch);
    }
  }

  /** Until the end; asking waits for its answer. */
  private void watch() {
    while (!closed) {
      primary.ask();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public Primary of(int slot) {
    return primary;
  }

  @Override
  public @Nullable Primary at(String address) {
    return null;
  }

  @Override
  public Collection<Primary> all() {
    return List.of(primary);
  }

  @Override
  public Collection<Integer> slotsBeside(int slot) {
    return List.of();
  }

  @Override
  public CompletionStage<Void> refresh() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    closed = true;
    primary.close();
  }
}
