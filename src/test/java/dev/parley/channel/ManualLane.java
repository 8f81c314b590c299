package dev.parley.channel;

import java.util.ArrayDeque;
import java.util.Queue;

/** A lane whose tasks run at once, one after the other, unless it is told to hold them. */
final class ManualLane implements Lane {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean holding;
  private boolean running;

  /** From now on tasks wait until they are told to run. */
  void hold() {
    holding = true;
  }

  /** All that waits runs, and from now on tasks run at once. */
  void release() {
    holding = false;
    runAll();
  }

  void runNext() {
    running = true;
    try {
      tasks.remove().run();
    } finally {
      running = false;
    }
  }

  int waiting() {
    return tasks.size();
  }

  @Override
  public void run(Runnable task, int writes) {
    tasks.add(task);
    if (!holding && !running) {
      runAll();
    }
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      runNext();
    }
  }
}
