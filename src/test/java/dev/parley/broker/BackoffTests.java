package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTests {

  private static final RandomGenerator NO_CHANCE = () -> 0;

  @Test
  void growsFromAFifthOfASecondToTenSeconds() {
    assertThat(waits(new Backoff(NO_CHANCE, 1), 8))
        .containsExactly(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
  }

  @Test
  void triesEachAddressBeforeItWaitsLonger() {
    assertThat(waits(new Backoff(NO_CHANCE, 2), 5)).containsExactly(200L, 200L, 400L, 400L, 800L);
  }

  @Test
  void beginsAnewAfterASuccess() {
    Backoff backoff = new Backoff(NO_CHANCE, 1);
    waits(backoff, 5);
    backoff.succeeded();

    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void nodesThatFailTogetherDoNotComeBackTogether() {
    Backoff backoff = new Backoff(RandomGenerator.of("L64X128MixRandom"), 1);
    waits(backoff, 10);

    List<Long> waits = waits(backoff, 1000);
    assertThat(waits).allMatch(wait -> wait > 5_000 - 1 && wait <= 10_000);
    assertThat(waits.stream().distinct().count()).isGreaterThan(500);
  }

  private static List<Long> waits(Backoff backoff, int count) {
    return IntStream.range(0, count).mapToObj(each -> backoff.next().toMillis()).toList();
  }
}
