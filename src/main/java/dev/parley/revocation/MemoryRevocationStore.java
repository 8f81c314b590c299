package dev.parley.revocation;

import dev.parley.identity.Revocation;
import dev.parley.identity.Revocations;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For one node alone: what it keeps ends with it. */
public final class MemoryRevocationStore implements RevocationStore {

  private final Revocations kept;
  private final InstantSource clock;

  public MemoryRevocationStore(InstantSource clock) {
    this.kept = new Revocations(clock);
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<Void> add(List<Revocation> revocations) {
    Set<String> names =
        Stream.concat(kept.all().stream(), revocations.stream().filter(this::holds))
            .map(each -> each.kind() + each.name())
            .collect(Collectors.toSet());
    if (names.size() > MOST) {
      return CompletableFuture.failedFuture(new Refusal(RefusalCode.RATE_LIMITED));
    }
    revocations.forEach(kept::add);
    return CompletableFuture.completedFuture(null);
  }

  private boolean holds(Revocation revocation) {
    return revocation.until().isAfter(clock.instant());
  }

  @Override
  public CompletionStage<Integer> count() {
    return CompletableFuture.completedFuture(kept.all().size());
  }

  @Override
  public CompletionStage<List<Revocation>> all() {
    return CompletableFuture.completedFuture(kept.all());
  }
}
