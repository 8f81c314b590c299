package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTests {

  private final Turns<String, String> turns = new Turns<>();
  private final List<String> begun = new ArrayList<>();

  @Test
  void stepsOfAKeyAreTakenOneAfterTheOther() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    take("a", "add", first);
    CompletionStage<Void> second = take("a", "remove", done());
    take("b", "add", done());
    assertThat(begun).containsExactly("a add", "b add");

    first.complete(null);
    assertThat(second).isCompleted();
    assertThat(begun).containsExactly("a add", "b add", "a remove");
    assertThat(turns.isBusy("a")).isFalse();
  }

  @Test
  void sameStepIsTakenOnceForAllWhoWait() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletionStage<Void> one = take("a", "add", first);
    CompletionStage<Void> two = take("a", "add", done());
    take("a", "remove", done());
    CompletionStage<Void> three = take("a", "add", done());
    assertThat(begun).containsExactly("a add");

    first.completeExceptionally(new IllegalStateException("on purpose"));
    assertThat(one).isCompletedExceptionally();
    assertThat(two).isCompletedExceptionally();
    assertThat(three).isCompleted();
    assertThat(begun).containsExactly("a add", "a remove", "a add");
  }

  @Test
  void anyNumberMayWait() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    take("a", "0", first);
    List<CompletionStage<Void>> all = new ArrayList<>();
    for (int i = 1; i <= 100_000; i++) {
      all.add(take("a", "" + i, done()));
    }

    first.completeExceptionally(new IllegalStateException("on purpose"));
    assertThat(all).allMatch(each -> each.toCompletableFuture().isDone());
    assertThat(begun).hasSize(100_001);
    assertThat(turns.isBusy("a")).isFalse();
  }

  @Test
  void stepThatThrowsFailsAlone() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    take("a", "add", first);
    CompletionStage<Void> broken =
        turns.take(
            "a",
            "remove",
            () -> {
              throw new IllegalStateException("on purpose");
            });
    CompletionStage<Void> next = take("a", "add", done());

    first.complete(null);
    assertThat(broken).isCompletedExceptionally();
    assertThat(next).isCompleted();
  }

  @Test
  void whoIsToldMayTakeAnotherTurn() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletionStage<Void> again =
        take("a", "add", first).thenCompose(told -> take("a", "add", done()));

    first.complete(null);
    assertThat(again).isCompleted();
    assertThat(begun).containsExactly("a add", "a add");
  }

  private CompletionStage<Void> take(String key, String what, CompletableFuture<Void> work) {
    return turns.take(
        key,
        what,
        () -> {
          begun.add(key + ' ' + what);
          return work;
        });
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
