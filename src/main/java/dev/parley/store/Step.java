package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One call for a channel: what came of it, and what the caller gets once it is its turn. */
abstract sealed class Step<T> {

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  void succeed(T value) {
    result.complete(value);
  }

  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  boolean isDone() {
    return result.isDone();
  }

  CompletionStage<T> answer() {
    return answer;
  }

  /** Gives what came of it to the caller. */
  void tell() {
    var _ =
        result.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                answer.complete(value);
              } else {
                answer.completeExceptionally(failure);
              }
            });
  }

  /** What goes to Redis together with others. */
  static final class Append extends Step<List<Appended>> {
    final Retention retention;
    final List<Publication> publications;

    Append(Retention retention, List<Publication> publications) {
      this.retention = retention;
      this.publications = publications;
    }

    long bytes() {
      return publications.stream().mapToLong(each -> each.tail().size()).sum();
    }
  }

  /** What goes by itself. */
  static final class Single<T> extends Step<T> {
    final Kind kind;
    final Supplier<? extends CompletionStage<T>> work;

    Single(Kind kind, Supplier<? extends CompletionStage<T>> work) {
      this.kind = kind;
      this.work = work;
    }
  }

  /** What may be under way at the same time as what. */
  enum Kind {
    JOIN,
    LEAVE,
    READ
  }
}
