package dev.parley.channel;

import dev.parley.ManualClock;
import java.time.Duration;
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

/** A timer that runs what is due when it is told that time passes, on the thread that tells it. */
final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {

  private final List<Alarm> alarms = new ArrayList<>();
  private final ManualClock clock;

  ManualTimer(ManualClock clock) {
    this.clock = clock;
  }

  void pass(Duration time) {
    long end = clock.millis() + time.toMillis();
    for (Optional<Alarm> next = next(end); next.isPresent(); next = next(end)) {
      clock.pass(Duration.ofMillis(Math.max(0, next.get().due - clock.millis())));
      next.get().run();
      next.get().resultNow();
    }
    clock.pass(Duration.ofMillis(end - clock.millis()));
  }

  int waiting() {
    return alarms.size();
  }

  private Optional<Alarm> next(long end) {
    Optional<Alarm> next =
        alarms.stream().min(Comparator.naturalOrder()).filter(alarm -> alarm.due <= end);
    next.ifPresent(alarms::remove);
    return next;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Alarm alarm = new Alarm(task, clock.millis() + unit.toMillis(delay));
    alarms.add(alarm);
    return alarm;
  }

  private static final class Alarm extends FutureTask<Boolean> implements ScheduledFuture<Boolean> {

    private final long due;

    Alarm(Runnable task, long due) {
      super(task, true);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due, TimeUnit.MILLISECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(due, other.getDelay(TimeUnit.MILLISECONDS));
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
