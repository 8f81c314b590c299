package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedTests {

  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();

  @Test
  void onlySoManyAreUnderWayAtOnceAndTheAnswerComesAfterTheLast() {
    CompletableFuture<Void> all = begin(5, 2);
    assertThat(underWay).hasSize(2);
    underWay.get(1).complete(null);
    assertThat(underWay).hasSize(3);
    for (int i : List.of(0, 2, 3)) {
      underWay.get(i).complete(null);
    }
    assertThat(underWay).hasSize(5);
    assertThat(all).isNotDone();

    underWay.get(4).complete(null);
    assertThat(all).isCompleted();
  }

  @Test
  void nothingIsDoneAtOnce() {
    assertThat(begin(0, 3)).isCompleted();
  }

  @Test
  void noStepBeginsAfterAFailure() {
    CompletableFuture<Void> all = begin(5, 2);
    underWay.getFirst().completeExceptionally(new IllegalStateException("away"));
    assertThat(all).isCompletedExceptionally();
    underWay.get(1).complete(null);

    assertThat(underWay).hasSize(2);
  }

  @Test
  void stepThatThrowsIsAFailure() {
    CompletableFuture<Void> all =
        Paced.<Integer>each(
                List.of(1),
                1,
                each -> {
                  throw new IllegalStateException("broken");
                })
            .toCompletableFuture();

    assertThat(all).isCompletedExceptionally();
  }

  @Test
  void manyStepsThatAreDoneAtOnceNeedNoDeepStack() {
    List<Integer> many = IntStream.range(0, 200_000).boxed().toList();
    CompletableFuture<Void> all =
        Paced.each(many, 4, each -> CompletableFuture.completedFuture(each)).toCompletableFuture();

    assertThat(all).isCompleted();
  }

  private CompletableFuture<Void> begin(int things, int atOnce) {
    return Paced.each(
            IntStream.range(0, things).boxed().toList(),
            atOnce,
            each -> {
              CompletableFuture<Void> one = new CompletableFuture<>();
              underWay.add(one);
              return one;
            })
        .toCompletableFuture();
  }
}
