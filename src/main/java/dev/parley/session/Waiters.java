package dev.parley.session;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits until more may be sent to a session. Touched in its lane only. */
final class Waiters {

  /** Made when first somebody waits, which few sessions ever see. */
  private @Nullable ArrayDeque<Runnable> waiting;

  void add(Runnable waiter) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(1);
    }
    waiting.add(waiter);
  }

  /** Runs those that wait now, in their order, while there is room; one may wait again. */
  void run(BooleanSupplier room) {
    if (waiting == null) {
      return;
    }
    int now = waiting.size();
    for (int i = 0; i < now && !waiting.isEmpty() && room.getAsBoolean(); i++) {
      waiting.remove().run();
    }
  }

  /** Runs all, because nobody is to wait for ever. */
  void runAll() {
    while (waiting != null && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
