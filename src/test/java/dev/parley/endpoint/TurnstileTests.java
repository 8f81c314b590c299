package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTests {

  private static final int WINDOW = 64;
  private static final int FULL = 64;
  private static final int EMPTY_ENOUGH = 16;

  private final List<Boolean> pauses = new ArrayList<>();
  private final Turnstile turnstile = new Turnstile(pauses::add);
  private final List<String> taken = new ArrayList<>();

  @Test
  void turnsWhoseWorkIsDoneAtOnceAreTakenInTheirOrder() {
    enter("a", done(), false);
    enter("b", done(), true);
    enter("c", done(), false);

    assertThat(taken).containsExactly("a", "b", "c");
  }

  @Test
  void turnThatIsEnteredDuringAnotherIsTakenAfterIt() {
    turnstile.enter(
        turn(
            false,
            () -> {
              enter("inner", done(), false);
              taken.add("outer");
              return done();
            }));

    assertThat(taken).containsExactly("outer", "inner");
  }

  @Test
  void turnThatThrowsAgainstItsPromiseHoldsUpNobody() {
    turnstile.enter(
        turn(
            false,
            () -> {
              throw new IllegalStateException("on purpose");
            }));
    enter("farewell", done(), false);

    assertThat(taken).containsExactly("farewell");
    assertThat(turnstile.isBusy()).isFalse();
  }

  @Test
  void turnstileIsBusyWhileWorkIsUnderWay() {
    CompletableFuture<?> work = pending("publish", true);
    assertThat(turnstile.isBusy()).isTrue();

    work.complete(null);

    assertThat(turnstile.isBusy()).isFalse();
  }

  @Test
  void everybodyWaitsForATurnThatIsAlone() {
    CompletableFuture<?> alone = pending("alone", false);
    enter("publish", done(), true);
    enter("other", done(), false);
    assertThat(taken).containsExactly("alone");

    alone.complete(null);

    assertThat(taken).containsExactly("alone", "publish", "other");
  }

  @Test
  void turnThatIsAloneWaitsForAllUnderWay() {
    CompletableFuture<?> first = pending("first", true);
    CompletableFuture<?> second = pending("second", true);
    enter("alone", done(), false);
    enter("third", done(), true);
    assertThat(taken).containsExactly("first", "second");

    second.complete(null);
    assertThat(taken).containsExactly("first", "second");
    first.complete(null);

    assertThat(taken).containsExactly("first", "second", "alone", "third");
  }

  @Test
  void noMoreThanTheWindowAreUnderWayTogether() {
    List<CompletableFuture<?>> work = new ArrayList<>();
    for (int i = 0; i < WINDOW + 3; i++) {
      work.add(pending("publish", true));
    }
    assertThat(taken).hasSize(WINDOW);

    work.get(40).complete(null);
    assertThat(taken).hasSize(WINDOW + 1);

    work.forEach(each -> each.complete(null));
    assertThat(taken).hasSize(WINDOW + 3);
  }

  @Test
  void workThatFailsEndsItsTurnAllTheSame() {
    CompletableFuture<?> alone = pending("alone", false);
    enter("next", done(), false);

    alone.completeExceptionally(new IllegalStateException("on purpose"));

    assertThat(taken).containsExactly("alone", "next");
  }

  @Test
  void readingStopsWhenTooManyWaitAndGoesOnWhenFewDo() {
    List<CompletableFuture<?>> work = new ArrayList<>();
    for (int i = 0; i <= FULL; i++) {
      assertThat(pauses).isEmpty();
      work.add(pending("alone " + i, false));
    }
    enter("beyond", done(), false);
    // The first is under way and no longer waits.
    assertThat(pauses).containsExactly(true);

    int left = FULL + 1;
    for (int i = 0; left > EMPTY_ENOUGH; i++, left--) {
      assertThat(pauses).containsExactly(true);
      work.get(i).complete(null);
    }
    assertThat(pauses).containsExactly(true, false);
  }

  @Test
  void readingStopsAgainAfterItWentOn() {
    for (int round = 0; round < 2; round++) {
      CompletableFuture<?> blocking = pending("blocking", false);
      IntStream.range(0, 2 * FULL).forEach(i -> enter("waiting", done(), false));
      blocking.complete(null);
    }

    assertThat(pauses).containsExactly(true, false, true, false);
  }

  @Test
  void longQueueOfFinishedWorkIsTakenWithoutDeepCalls() {
    CompletableFuture<?> blocking = pending("blocking", false);
    IntStream.range(0, 50_000).forEach(i -> enter("waiting", done(), i % 2 == 0));

    blocking.complete(null);

    assertThat(taken).hasSize(50_001);
  }

  @Test
  void pauseThatEndsWhileTheReaderIsToldOfItDoesNotLast() {
    CompletableFuture<?> blocking = new CompletableFuture<>();
    AtomicBoolean paused = new AtomicBoolean();
    Turnstile hasty =
        new Turnstile(
            pause -> {
              blocking.complete(null);
              paused.set(pause);
            });

    hasty.enter(turn(false, () -> blocking));
    IntStream.range(0, 2 * FULL).forEach(i -> hasty.enter(turn(false, TurnstileTests::done)));

    assertThat(paused).isFalse();
  }

  @Test
  void whoParkedAndGoesOnLooksAgainAtWhatMayGo() {
    CompletableFuture<?> first = new CompletableFuture<>();
    CompletableFuture<?> second = new CompletableFuture<>();
    AtomicInteger looks = new AtomicInteger();
    Turnstile.Turn changing =
        new Turnstile.Turn() {
          @Override
          public CompletionStage<?> take() {
            taken.add("second");
            return second;
          }

          @Override
          public boolean overlaps() {
            // At the second look, all that another thread could do between two steps is done.
            int look = looks.incrementAndGet();
            if (look == 2) {
              first.complete(null);
            }
            return look > 1;
          }
        };
    turnstile.enter(
        turn(
            false,
            () -> {
              enter("first", first, true);
              turnstile.enter(changing);
              enter("alone", done(), false);
              return done();
            }));
    assertThat(taken).containsExactly("first", "second");

    second.complete(null);

    assertThat(taken).containsExactly("first", "second", "alone");
  }

  private static CompletableFuture<?> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** Enters a turn whose work ends when the test says so. */
  private CompletableFuture<?> pending(String name, boolean overlaps) {
    CompletableFuture<?> work = new CompletableFuture<>();
    enter(name, work, overlaps);
    return work;
  }

  private void enter(String name, CompletableFuture<?> work, boolean overlaps) {
    turnstile.enter(
        turn(
            overlaps,
            () -> {
              taken.add(name);
              return work;
            }));
  }

  private interface Work {

    CompletionStage<?> begin();
  }

  private static Turnstile.Turn turn(boolean overlaps, Work work) {
    return new Turnstile.Turn() {
      @Override
      public CompletionStage<?> take() {
        return work.begin();
      }

      @Override
      public boolean overlaps() {
        return overlaps;
      }
    };
  }
}
