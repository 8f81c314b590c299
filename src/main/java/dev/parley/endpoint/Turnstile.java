package dev.parley.endpoint;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the frames of one session through one at a time, in the order they were sent.
 *
 * <p>A frame whose work ends later (a remote store, an application's handler) keeps those behind it
 * waiting, except that publications may be under way together, at most {@value #WINDOW}: the store
 * keeps their order. When more than {@value #FULL} frames wait, reading stops, so that the client
 * is held back by its own connection.
 */
final class Turnstile {

  private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);
  private static final int WINDOW = 64;
  private static final int FULL = 64;
  private static final int EMPTY_ENOUGH = 16;

  /** One frame's work. */
  interface Turn {

    /** Does the work; never throws. The stage never fails. */
    CompletionStage<?> take();

    /** Whether the next of its kind may begin before this has ended. */
    boolean overlaps();

    /** What ends on the spot. */
    static Turn quick(Runnable work) {
      return new Turn() {
        @Override
        public CompletionStage<?> take() {
          work.run();
          return Receipt.PLAIN;
        }

        @Override
        public boolean overlaps() {
          return false;
        }
      };
    }
  }

  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean parked = new AtomicBoolean();
  private final AtomicBoolean full = new AtomicBoolean();
  private final Consumer<Boolean> pauseReading;
  private volatile boolean alone;

  Turnstile(Consumer<Boolean> pauseReading) {
    this.pauseReading = pauseReading;
  }

  void enter(Turn turn) {
    turns.add(turn);
    int before = waiting.getAndIncrement();
    if (before == 0) {
      go();
    } else if (before >= FULL && full.compareAndSet(false, true)) {
      tellReader();
    }
  }

  /** Whether a frame is under way or waits. */
  boolean isBusy() {
    return waiting.get() > 0 || underWay.get() > 0;
  }

  /** Takes turns until none waits or the next has to wait for one under way. */
  private void go() {
    do {
      // Looked at anew after parking: another may have gone on and parked again meanwhile.
      while (!mayGo()) {
        parked.set(true);
        if (!mayGo() || !parked.compareAndSet(true, false)) {
          return;
        }
      }
      take(turns.remove());
    } while (left() > 0);
  }

  private int left() {
    int left = waiting.decrementAndGet();
    if (left <= EMPTY_ENOUGH && full.compareAndSet(true, false)) {
      tellReader();
    }
    return left;
  }

  /** Until it was told what holds: else a pause could arrive after its own end. */
  private void tellReader() {
    boolean told;
    do {
      told = full.get();
      pauseReading.accept(told);
    } while (told != full.get());
  }

  private boolean mayGo() {
    int others = underWay.get();
    Turn next = turns.peek();
    return others == 0 || (!alone && others < WINDOW && next != null && next.overlaps());
  }

  private void take(Turn turn) {
    CompletionStage<?> work = begin(turn);
    if (work.toCompletableFuture().isDone()) {
      return;
    }
    alone = !turn.overlaps();
    underWay.incrementAndGet();
    work.whenComplete((done, failure) -> ended());
  }

  private static CompletionStage<?> begin(Turn turn) {
    try {
      return turn.take();
    } catch (RuntimeException failure) {
      // A turn must not throw; if one does, those behind it, the farewell among them, still come.
      LOG.error("A frame could not be handled", failure);
      return Receipt.PLAIN;
    }
  }

  private void ended() {
    underWay.decrementAndGet();
    if (parked.get() && mayGo() && parked.compareAndSet(true, false)) {
      go();
    }
  }
}
