package dev.parley.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loop that turns by itself: in each round first what was put off to it, as sockets would be
 * served there, then the tasks that wait.
 */
final class TestLoop implements LoopLane.Loop, AutoCloseable {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> nextRound = new ArrayDeque<>();
  private final AtomicInteger handOvers = new AtomicInteger();
  private final Thread thread = Thread.ofPlatform().name("loop-under-test").start(this::turn);
  private boolean closed;

  @Override
  public boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the loop has ended");
    }
    if (!isCurrent()) {
      handOvers.incrementAndGet();
    }
    tasks.add(task);
    notifyAll();
  }

  @Override
  public synchronized void nextRound(Runnable task) {
    nextRound.add(task);
    notifyAll();
  }

  /** How often another thread gave it something. */
  int handOvers() {
    return handOvers.get();
  }

  /** Runs it as what a socket brings, and waits until that round is over. */
  void round(Runnable io) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    nextRound(
        () -> {
          io.run();
          execute(() -> over.complete(null));
        });
    over.join();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private void turn() {
    while (await()) {
      all(nextRound, size(nextRound));
      all(tasks, Integer.MAX_VALUE);
    }
  }

  private void all(Queue<Runnable> from, int most) {
    Runnable next = poll(from);
    for (int left = most; next != null; next = --left > 0 ? poll(from) : null) {
      next.run();
    }
  }

  private synchronized int size(Queue<Runnable> queue) {
    return queue.size();
  }

  private synchronized Runnable poll(Queue<Runnable> queue) {
    return queue.poll();
  }

  private synchronized boolean await() {
    try {
      while (tasks.isEmpty() && nextRound.isEmpty() && !closed) {
        wait();
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return !tasks.isEmpty() || !nextRound.isEmpty();
  }
}
