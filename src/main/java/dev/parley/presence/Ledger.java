package dev.parley.presence;

import dev.parley.cluster.Paced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node wants the store to hold, by key: one write at a time for each, and again after a
 * failure, until the store holds what is wanted then. So nothing overtakes, and nothing that ended
 * during an outage stays.
 */
final class Ledger<K, E extends Ledger.Entry<A>, A> {

  /** What is wanted for one key. Its methods are called one at a time and must not call back. */
  interface Entry<A> {

    /** Begins a write of what is wanted now; the answer is called at once, outside. */
    Supplier<CompletionStage<A>> begin();

    void written(A answer);

    /** The answer for whoever else waited for a write: its news are told once. */
    A further(A answer);

    /** Whether the write was done is unknown. */
    void failed();

    /** Nothing is wanted, and nothing is in the store. */
    boolean isOver();
  }

  private static final class Line<E, A> {
    final E entry;
    List<CompletableFuture<A>> waiting = new ArrayList<>(1);
    boolean writing;

    Line(E entry) {
      this.entry = entry;
    }
  }

  private static final int AT_ONCE = 128;
  private static final int AGAIN_MILLIS = 1000;

  private final Map<K, Line<E, A>> lines = new ConcurrentHashMap<>();
  private final Set<K> late = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean waitsForAgain = new AtomicBoolean();
  private final Function<K, E> fresh;
  private final Consumer<K> over;
  private final BiConsumer<K, A> unasked;
  private final ScheduledExecutorService timer;

  /**
   * @param fresh begins an entry, and {@code over} ends it; each takes its turn within a key
   * @param unasked takes what the store answered to a write for which nobody waits
   */
  Ledger(
      Function<K, E> fresh,
      Consumer<K> over,
      BiConsumer<K, A> unasked,
      ScheduledExecutorService timer) {
    this.fresh = fresh;
    this.over = over;
    this.unasked = unasked;
    this.timer = timer;
  }

  /** Changes what is wanted. The answer is that of the first write thereafter. */
  CompletionStage<A> change(K key, Consumer<E> change) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    List<Runnable> write = new ArrayList<>(1);
    lines.compute(
        key,
        (same, known) -> {
          Line<E, A> line = known == null ? new Line<>(fresh.apply(key)) : known;
          change.accept(line.entry);
          line.waiting.add(answer);
          begin(key, line, write);
          return line;
        });
    write.forEach(Runnable::run);
    return answer;
  }

  boolean has(K key) {
    return lines.containsKey(key);
  }

  int size() {
    return lines.size();
  }

  /** Writes everything that the store does not hold as it is wanted now. */
  CompletionStage<Void> writeAll() {
    return Paced.each(lines.keySet(), AT_ONCE, this::again);
  }

  private CompletionStage<Void> again(K key) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    List<Runnable> write = new ArrayList<>(1);
    Line<E, A> found =
        lines.computeIfPresent(
            key,
            (same, line) -> {
              line.waiting.add(answer);
              begin(key, line, write);
              return line;
            });
    if (found == null) {
      late.remove(key);
      return CompletableFuture.completedFuture(null);
    }
    write.forEach(Runnable::run);
    return answer.thenAccept(done -> unasked.accept(key, done));
  }

  private void begin(K key, Line<E, A> line, List<Runnable> write) {
    if (line.writing) {
      return;
    }
    line.writing = true;
    List<CompletableFuture<A>> asked = line.waiting;
    line.waiting = new ArrayList<>(1);
    Supplier<CompletionStage<A>> begun = line.entry.begin();
    write.add(
        () -> begun.get().whenComplete((answer, failure) -> ended(key, asked, answer, failure)));
  }

  private void ended(
      K key, List<CompletableFuture<A>> asked, @Nullable A answer, @Nullable Throwable failure) {
    List<Runnable> write = new ArrayList<>(1);
    List<A> further = new ArrayList<>(1);
    lines.computeIfPresent(
        key,
        (same, line) -> {
          line.writing = false;
          if (answer == null) {
            line.entry.failed();
            late.add(key);
          } else {
            late.remove(key);
            line.entry.written(answer);
            further.add(line.entry.further(answer));
          }
          return goOn(key, line, write);
        });
    if (answer == null) {
      Throwable reason = failure == null ? new IllegalStateException("no answer") : failure;
      asked.forEach(each -> each.completeExceptionally(reason));
      writeLater();
    } else {
      asked.removeFirst().complete(answer);
      A rest = further.isEmpty() ? answer : further.getFirst();
      asked.forEach(each -> each.complete(rest));
    }
    write.forEach(Runnable::run);
  }

  private @Nullable Line<E, A> goOn(K key, Line<E, A> line, List<Runnable> write) {
    if (!line.waiting.isEmpty()) {
      begin(key, line, write);
    } else if (line.entry.isOver()) {
      over.accept(key);
      return null;
    }
    return line;
  }

  private void writeLater() {
    if (waitsForAgain.compareAndSet(false, true)) {
      var _ = timer.schedule(this::writeLate, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void writeLate() {
    Paced.each(late, AT_ONCE, this::again)
        .whenComplete(
            (done, failure) -> {
              waitsForAgain.set(false);
              if (!late.isEmpty()) {
                writeLater();
              }
            });
  }
}
