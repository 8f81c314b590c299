package dev.parley.revocation;

import dev.parley.ManualClock;
import java.time.Duration;
import java.time.Instant;

class MemoryRevocationStoreTests extends RevocationStoreContract {

  private final ManualClock clock = new ManualClock();
  private final MemoryRevocationStore store = new MemoryRevocationStore(clock);

  @Override
  RevocationStore store() {
    return store;
  }

  @Override
  void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  Instant now() {
    return clock.instant();
  }
}
