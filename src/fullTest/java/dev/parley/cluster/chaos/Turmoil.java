package dev.parley.cluster.chaos;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.parley.cluster.chaos.Schedule.Blow;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does to a cluster what a schedule says, and undoes it. */
final class Turmoil implements AutoCloseable {

  private static final int SLOW_MILLIS = 150;

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(6);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Blow> blows;
  private final Cluster cluster;
  private final List<Struck> struck = new ArrayList<>();

  /** A blow that may have begun, and is undone once. */
  private record Struck(Blow blow, AtomicBoolean begun, AtomicBoolean ended) {}

  Turmoil(Cluster cluster, Schedule schedule) {
    this.cluster = cluster;
    this.blows = schedule.blows();
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Begins; the deeds follow in the background. */
  void begin() {
    for (Blow blow : blows) {
      Struck each = new Struck(blow, new AtomicBoolean(), new AtomicBoolean());
      struck.add(each);
      var _ = timer.schedule(() -> guarded(() -> strike(each)), blow.at(), MILLISECONDS);
      var _ = timer.schedule(() -> guarded(() -> undo(each)), blow.end(), MILLISECONDS);
    }
  }

  /** Undoes what is not undone, and waits until all nodes are ready. */
  void heal() throws InterruptedException {
    timer.shutdown();
    if (!timer.awaitTermination(120, SECONDS)) {
      throw new AssertionError("a deed does not end");
    }
    struck.stream().filter(each -> each.begun().get()).forEach(each -> guarded(() -> undo(each)));
    if (!failures.isEmpty()) {
      throw new AssertionError("the turmoil itself failed", failures.remove());
    }
    cluster.awaitHealth();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }

  private void strike(Struck each) {
    each.begun().set(true);
    Cluster.Member member = cluster.member(each.blow().node());
    switch (each.blow().deed()) {
      case KILL_NODE -> member.node().kill();
      case PAUSE_NODE, PAUSE_NODE_BEYOND_LEASE -> member.node().pause();
      case CUT_REDIS_OFF, CUT_REDIS_OFF_BEYOND_LEASE -> member.redis().cut();
      case TEAR_REDIS_OFF -> member.redis().tear();
      case SLOW_REDIS_DOWN -> member.redis().delay(SLOW_MILLIS);
      case CUT_BROKER_OFF -> member.broker().cut();
      case TEAR_BROKER_OFF -> member.broker().tear();
      case SLOW_BROKER_DOWN -> member.broker().delay(SLOW_MILLIS);
      case RESTART_BROKER -> cluster.rabbit().kill();
      case PAUSE_BROKER -> cluster.rabbit().pause();
      case PAUSE_REDIS, PAUSE_REDIS_BEYOND_LEASE -> cluster.redis().pause();
      case LOSE_REDIS -> cluster.redis().kill();
      case FAIL_OVER -> cluster.redis().stopReplication();
      case KILL_PRIMARY -> cluster.sentinel().killPrimary();
      case CHANGE_OVER -> cluster.sentinel().promote();
    }
  }

  private void undo(Struck each) {
    if (!each.ended().compareAndSet(false, true)) {
      return;
    }
    Cluster.Member member = cluster.member(each.blow().node());
    switch (each.blow().deed()) {
      case KILL_NODE -> member.node().start();
      case PAUSE_NODE, PAUSE_NODE_BEYOND_LEASE -> member.node().goOn();
      case CUT_REDIS_OFF, CUT_REDIS_OFF_BEYOND_LEASE, TEAR_REDIS_OFF, SLOW_REDIS_DOWN ->
          member.redis().mend();
      case CUT_BROKER_OFF, TEAR_BROKER_OFF, SLOW_BROKER_DOWN -> member.broker().mend();
      case RESTART_BROKER -> cluster.rabbit().start();
      case PAUSE_BROKER -> cluster.rabbit().resume();
      case PAUSE_REDIS, PAUSE_REDIS_BEYOND_LEASE -> cluster.redis().goOn();
      case LOSE_REDIS -> cluster.redis().restart();
      case FAIL_OVER -> cluster.redis().failOver();
      case KILL_PRIMARY, CHANGE_OVER -> {
        // Sentinel has done it.
      }
    }
  }
}
