package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work ends on other threads at any moment: before its turn is left, at once after, or later. */
class TurnstileStressTests {

  private static final int WINDOW = 64;
  private static final int TURNS = 20_000;

  private final ExecutorService store = Executors.newFixedThreadPool(3);
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger overlapping = new AtomicInteger();
  private final AtomicInteger alone = new AtomicInteger();
  private final AtomicBoolean paused = new AtomicBoolean();
  private final Turnstile turnstile = new Turnstile(paused::set);
  private final CompletableFuture<Boolean> last = new CompletableFuture<>();

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void turnsKeepTheirOrderAndTheirDistanceAndNoneIsStuck(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < TURNS; i++) {
      turnstile.enter(new RandomTurn(i, random.nextInt(10) < 7, random.nextInt(8)));
      if (random.nextInt(200) == 0) {
        letSomeEnd();
      }
    }
    turnstile.enter(new RandomTurn(TURNS, false, 0));

    assertThat(last.orTimeout(30, TimeUnit.SECONDS)).succeedsWithin(30, TimeUnit.SECONDS);
    assertThat(broken).isEmpty();
    assertThat(taken).containsExactlyElementsOf(IntStream.rangeClosed(0, TURNS).boxed().toList());
    assertThat(paused).isFalse();
  }

  /** So that sometimes the queue is empty and sometimes it is long. */
  private void letSomeEnd() {
    CompletableFuture.runAsync(() -> {}, store).join();
  }

  private final class RandomTurn implements Turnstile.Turn {

    private final int number;
    private final boolean overlaps;
    private final int how;

    RandomTurn(int number, boolean overlaps, int how) {
      this.number = number;
      this.overlaps = overlaps;
      this.how = how;
    }

    @Override
    public CompletionStage<?> take() {
      taken.add(number);
      begin();
      CompletableFuture<Boolean> work = new CompletableFuture<>();
      if (how < 2) {
        end(work);
      } else {
        store.execute(
            () -> {
              for (int i = 0; i < how * 5; i++) {
                Thread.onSpinWait();
              }
              end(work);
            });
      }
      return work;
    }

    private void begin() {
      int mine = (overlaps ? overlapping : alone).incrementAndGet();
      int others = (overlaps ? alone : overlapping).get();
      if (others > 0 || mine > (overlaps ? WINDOW : 1)) {
        broken.add(number + " met " + others + " others and was number " + mine);
      }
    }

    private void end(CompletableFuture<Boolean> work) {
      (overlaps ? overlapping : alone).decrementAndGet();
      work.complete(true);
      if (number == TURNS) {
        last.complete(true);
      }
    }

    @Override
    public boolean overlaps() {
      return overlaps;
    }
  }
}
