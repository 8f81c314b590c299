package dev.parley.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps one at a time for each key, in the order given, whether those before succeeded or
 * not. However many wait, their end costs no depth of the stack. For any thread.
 *
 * @param <K> whose turns they are
 * @param <S> what is done; steps that follow each other and do the same are one, with one answer
 */
final class Turns<K, S> {

  private record Step<S>(
      S what, Supplier<CompletionStage<Void>> work, CompletableFuture<Void> answer) {}

  /** The step that is under way, and behind it those that wait; guarded by this. */
  private final Map<K, Deque<Step<S>>> lines = new HashMap<>();

  /** Whether a step is under way for that key. */
  synchronized boolean isBusy(K key) {
    return lines.containsKey(key);
  }

  CompletionStage<Void> take(K key, S what, Supplier<CompletionStage<Void>> work) {
    Step<S> step = new Step<>(what, work, new CompletableFuture<>());
    synchronized (this) {
      Deque<Step<S>> line = lines.computeIfAbsent(key, any -> new ArrayDeque<>(1));
      @Nullable Step<S> last = line.peekLast();
      if (last != null && last.what.equals(what)) {
        return last.answer;
      }
      line.add(step);
      if (last != null) {
        return step.answer;
      }
    }
    go(key, step);
    return step.answer;
  }

  private void go(K key, Step<S> first) {
    @Nullable Step<S> step = first;
    while (step != null) {
      Step<S> taken = step;
      CompletableFuture<Void> work = begin(taken);
      if (!work.isDone()) {
        var _ =
            work.whenComplete(
                (done, failure) -> {
                  @Nullable Step<S> next = next(key);
                  tell(taken, failure);
                  if (next != null) {
                    go(key, next);
                  }
                });
        return;
      }
      step = next(key);
      tell(taken, work.isCompletedExceptionally() ? work.exceptionNow() : null);
    }
  }

  private static CompletableFuture<Void> begin(Step<?> step) {
    try {
      return step.work.get().toCompletableFuture();
    } catch (RuntimeException failure) {
      // Those behind it did not cause it.
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The one that has ended makes room. */
  private synchronized @Nullable Step<S> next(K key) {
    Deque<Step<S>> line = lines.getOrDefault(key, new ArrayDeque<>(0));
    line.poll();
    if (line.isEmpty()) {
      lines.remove(key);
    }
    return line.peek();
  }

  private static void tell(Step<?> step, @Nullable Throwable failure) {
    if (failure == null) {
      step.answer.complete(null);
    } else {
      step.answer.completeExceptionally(failure);
    }
  }
}
