package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * That this node listens to one channel, as the store knows it: under one name, or for a while
 * under two. Joins may be under way together; taking a name back waits for what came before, and
 * what comes after waits for it, so that the last word wins. Nothing is asked before the node can
 * be reached. Touched in the edge's serial only.
 */
final class Interest {

  private static final CompletionStage<@Nullable Void> NOW =
      CompletableFuture.completedFuture(null);

  private record Step(boolean alone, Runnable work) {}

  private final Queue<Step> waiting = new ArrayDeque<>(2);

  /** Under which this node may stand in the store. */
  private final Set<String> names = new LinkedHashSet<>(2);

  private final ChannelName channel;
  private final Backlog backlog;
  private final Serial serial;
  private final Runnable idle;
  private boolean reachable;
  private boolean alone;
  private int underWay;

  /**
   * @param idle runs whenever nothing waits or is under way any more
   */
  Interest(
      ChannelName channel,
      Backlog backlog,
      CompletionStage<Void> reachable,
      Serial serial,
      Runnable idle) {
    this.channel = channel;
    this.backlog = backlog;
    this.serial = serial;
    this.idle = idle;
    reachable.thenRun(() -> serial.run(this::open));
  }

  boolean isIdle() {
    return underWay == 0 && waiting.isEmpty();
  }

  /** Adds the name that {@code name} gives when its turn comes. */
  void join(
      Supplier<String> name,
      Since since,
      BiConsumer<@Nullable Joined, @Nullable Throwable> answered) {
    enter(
        false,
        () -> {
          String current = name.get();
          names.add(current);
          return backlog.join(channel, current, since);
        },
        answered);
  }

  /** Takes back every name. One that the store keeps all the same goes with the node's lease. */
  void leave() {
    enter(true, () -> leave(List.copyOf(names)), (left, failure) -> names.clear());
  }

  /**
   * Where it stands under another name than {@code to}, adds that and then takes back {@code from};
   * {@code done} fails where one of both does, and then it may be said again.
   */
  void move(String from, String to, CompletableFuture<Void> done) {
    if (names.isEmpty() || (names.contains(to) && !names.contains(from))) {
      done.complete(null);
      return;
    }
    join(
        () -> to,
        new Since.Now(),
        (joined, failure) -> {
          if (failure == null) {
            leave(from, done);
          } else {
            done.completeExceptionally(failure);
          }
        });
  }

  private void leave(String name, CompletableFuture<Void> done) {
    enter(
        true,
        () -> backlog.leave(channel, name),
        (left, failure) -> {
          if (failure == null) {
            names.remove(name);
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
  }

  private CompletionStage<?> leave(List<String> all) {
    CompletionStage<?> left = NOW;
    for (String name : all) {
      left = left.thenCombine(backlog.leave(channel, name), (before, done) -> true);
    }
    return left;
  }

  private void open() {
    reachable = true;
    next();
  }

  private <T extends @Nullable Object> void enter(
      boolean alone,
      Supplier<CompletionStage<T>> step,
      BiConsumer<@Nullable T, @Nullable Throwable> answered) {
    waiting.add(new Step(alone, () -> begin(step, answered)));
    next();
  }

  private void next() {
    Step step = waiting.peek();
    while (step != null && reachable && !alone && !(step.alone() && underWay > 0)) {
      waiting.remove();
      alone = step.alone();
      underWay++;
      step.work().run();
      step = waiting.peek();
    }
  }

  private <T extends @Nullable Object> void begin(
      Supplier<CompletionStage<T>> step, BiConsumer<@Nullable T, @Nullable Throwable> answered) {
    NOW.thenCompose(ready -> step.get())
        .whenComplete(
            (answer, failure) ->
                serial.run(
                    () -> {
                      underWay--;
                      alone = false;
                      answered.accept(answer, failure);
                      next();
                      if (isIdle()) {
                        idle.run();
                      }
                    }));
  }
}
