package dev.parley.channel;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One step for each of many, at most {@value #MOST} unanswered at once. What fails for one does not
 * keep the others from theirs.
 */
final class Walk<T> {

  static final int MOST = 64;

  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Serial serial = new Serial();
  private final Iterator<T> left;
  private final Function<T, CompletionStage<Void>> step;
  private @Nullable Throwable failure;
  private int underWay;

  private Walk(Iterator<T> left, Function<T, CompletionStage<Void>> step) {
    this.left = left;
    this.step = step;
  }

  /** Ends when every step has; fails with the first failure. */
  static <T> CompletionStage<Void> over(Iterable<T> all, Function<T, CompletionStage<Void>> step) {
    Walk<T> walk = new Walk<>(all.iterator(), step);
    walk.serial.run(walk::next);
    return walk.done;
  }

  private void next() {
    while (underWay < MOST && left.hasNext()) {
      underWay++;
      step.apply(left.next())
          .whenComplete((answer, problem) -> serial.run(() -> answered(problem)));
    }
    if (underWay == 0) {
      end();
    }
  }

  private void answered(@Nullable Throwable problem) {
    underWay--;
    failure = failure == null ? problem : failure;
    next();
  }

  private void end() {
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }
}
