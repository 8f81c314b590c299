package dev.parley.redis;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One primary has it all; after a failover it is another one, by the same name. */
final class SingleRoute implements Routes {

  private final Primary primary;

  SingleRoute(Address address, Keeper keeper) {
    this.primary = new Primary(address, keeper);
  }

  @Override
  public void start() {
    primary.connect();
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
    primary.close();
  }
}
