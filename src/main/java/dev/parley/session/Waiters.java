package dev.parley.session;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/** Who waits until more may be sent to a session. Touched in its lane only. */
final class Waiters {

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);

  void add(Runnable waiter) {
    waiting.add(waiter);
  }

  /** Runs those that wait now, in their order, while there is room; one may wait again. */
  void run(BooleanSupplier room) {
    int now = waiting.size();
    for (int i = 0; i < now && !waiting.isEmpty() && room.getAsBoolean(); i++) {
      waiting.remove().run();
    }
  }

  /** Runs all, because nobody is to wait for ever. */
  void runAll() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }
}
