package dev.parley.channel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one at a time in the order given, on the thread of whoever comes first; who comes
 * later leaves the task and goes on. A task may give further tasks: they run after it.
 */
public final class Serial {

  private static final System.Logger LOG = System.getLogger(Serial.class.getName());

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  public void run(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      do {
        runNext();
      } while (waiting.decrementAndGet() > 0);
    }
  }

  private void runNext() {
    Runnable task = tasks.remove();
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      // Whoever waits behind this task did not cause its failure.
      LOG.log(System.Logger.Level.ERROR, "A task failed", failure);
    }
  }
}
