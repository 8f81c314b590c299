package dev.parley.cluster;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A step for each of many things, only so many of them under way at once. */
public final class Paced<T> {

  private final Iterator<? extends T> rest;
  private final Function<T, ? extends CompletionStage<?>> step;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicInteger running;

  private Paced(
      Iterator<? extends T> rest, int atOnce, Function<T, ? extends CompletionStage<?>> step) {
    this.rest = rest;
    this.step = step;
    this.running = new AtomicInteger(atOnce);
  }

  /** The answer comes after the last step; a failure, after which no step begins, at once. */
  public static <T> CompletionStage<Void> each(
      Iterable<? extends T> things, int atOnce, Function<T, ? extends CompletionStage<?>> step) {
    Paced<T> paced = new Paced<>(things.iterator(), atOnce, step);
    for (int i = 0; i < atOnce; i++) {
      paced.goOn();
    }
    return paced.done;
  }

  /** As long as steps are done at once there is no call within a call. */
  private void goOn() {
    for (T thing = next(); thing != null && !done.isDone(); thing = next()) {
      CompletableFuture<?> one = begin(thing);
      if (!one.isDone()) {
        var _ = one.whenComplete((answer, failure) -> finished(one));
        return;
      }
      if (one.isCompletedExceptionally()) {
        done.completeExceptionally(one.exceptionNow());
      }
    }
    if (running.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  /** A step that throws fails like one whose answer does. */
  private CompletableFuture<?> begin(T thing) {
    try {
      return step.apply(thing).toCompletableFuture();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void finished(CompletableFuture<?> one) {
    if (one.isCompletedExceptionally()) {
      done.completeExceptionally(one.exceptionNow());
    }
    goOn();
  }

  private synchronized @Nullable T next() {
    return rest.hasNext() ? rest.next() : null;
  }
}
