package dev.parley.presence;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A clock and a timer that stand still until they are told to go on. */
final class ManualTime extends AbstractExecutorService
    implements ScheduledExecutorService, InstantSource {

  private final List<Waiting> waiting = new ArrayList<>();
  private long now = 1_000_000;

  /** Lets the time pass and runs, on this thread and in order, what becomes due meanwhile. */
  void pass(long millis) {
    long end = millis() + millis;
    for (Optional<Waiting> next = next(end); next.isPresent(); next = next(end)) {
      next.get().run();
      next.get().resultNow();
    }
    set(end);
  }

  synchronized void set(long millis) {
    now = millis;
  }

  /** How many tasks wait. */
  synchronized int tasks() {
    return waiting.size();
  }

  @Override
  public synchronized long millis() {
    return now;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Waiting added = new Waiting(task, now + unit.toMillis(delay));
    waiting.add(added);
    return added;
  }

  private synchronized Optional<Waiting> next(long end) {
    Optional<Waiting> next =
        waiting.stream().min(Comparator.naturalOrder()).filter(each -> each.due <= end);
    next.ifPresent(
        each -> {
          waiting.remove(each);
          now = Math.max(now, each.due);
        });
    return next;
  }

  private static final class Waiting extends FutureTask<Boolean>
      implements ScheduledFuture<Boolean> {

    private final long due;

    Waiting(Runnable task, long due) {
      super(task, true);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due, TimeUnit.MILLISECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.MILLISECONDS), other.getDelay(TimeUnit.MILLISECONDS));
    }
  }

  @Override
  public void execute(Runnable task) {
    var _ = schedule(task, 0, TimeUnit.MILLISECONDS);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
