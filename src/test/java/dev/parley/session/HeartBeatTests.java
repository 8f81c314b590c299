package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartBeatTests {

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /** Anything: the clock of the machine may stand anywhere, below zero too. */
  private static final long OPENED = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  private final HeartBeat heartBeat = new HeartBeat(OPENED);

  /** Silence from the first moment on; the times of PING and GIVE_UP, each reached and not. */
  @ParameterizedTest
  @CsvSource({
    // receive, ping, can ping, first due at, what, then given up at
    "10000,     0, true,  25000, PING,    30000",
    " 4000, 20000, true,  10000, PING,    15000",
    "    0, 20000, true,  20000, PING,    25000",
    "10000, 20000, false, 70000, GIVE_UP, 70000",
    "    1,     0, false,     7, GIVE_UP,     7",
  })
  void silentClientIsAskedWhereThatIsPossibleAndThenGivenUp(
      long receive, long ping, boolean canPing, long at, Due what, long givenUpAt) {
    agree(0, receive, ping, canPing);

    assertThat(due(at)).isEqualTo(Due.NOTHING);
    assertThat(heartBeat.due(OPENED + at * MILLI + 1)).isEqualTo(what);
    if (what == Due.PING) {
      assertThat(due(givenUpAt)).isEqualTo(Due.NOTHING);
      assertThat(heartBeat.due(OPENED + givenUpAt * MILLI + 2)).isEqualTo(Due.GIVE_UP);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0, true", "0, 20000, false", "0, 0, false"})
  void silenceThatWasAgreedOnHasNoEnd(long receive, long ping, boolean canPing) {
    agree(0, receive, ping, canPing);

    assertThat(due(Duration.ofDays(30).toMillis())).isEqualTo(Due.NOTHING);
  }

  @Test
  void answerSavesTheClientAndTheNextSilenceIsAskedAboutAgain() {
    HeartBeat today = new HeartBeat(System.nanoTime() - 26_000 * MILLI);
    today.agree(Duration.ZERO, Duration.ofSeconds(10), Duration.ZERO, true);
    assertThat(today.due(System.nanoTime())).isEqualTo(Due.PING);

    long before = System.nanoTime();
    today.read();
    long after = System.nanoTime();

    assertThat(today.due(before + 25_000 * MILLI)).isEqualTo(Due.NOTHING);
    long asked = after + 25_000 * MILLI + 1;
    assertThat(today.due(asked)).isEqualTo(Due.PING);
    assertThat(today.due(asked + 5_000 * MILLI)).isEqualTo(Due.NOTHING);
    assertThat(today.due(asked + 5_000 * MILLI + 1)).isEqualTo(Due.GIVE_UP);
  }

  @Test
  void clientThatPromisedToBeHeardRarelyIsAskedInTimeAllTheSame() {
    agree(0, 600_000, 20_000, true);

    assertThat(due(25_000)).isEqualTo(Due.NOTHING);
    assertThat(due(25_001)).isEqualTo(Due.PING);
    assertThat(due(30_002)).isEqualTo(Due.GIVE_UP);
  }

  @Test
  void clientIsAskedOnceForEachSilence() {
    agree(0, 10_000, 0, true);

    assertThat(due(25_001)).isEqualTo(Due.PING);
    assertThat(due(25_250)).isEqualTo(Due.NOTHING);
    assertThat(due(29_900)).isEqualTo(Due.NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    // send, quiet for, what; one tick early is in time
    "10000,  9749, NOTHING",
    "10000,  9750, SEND",
    "10000, 60000, SEND",
    "  250,     0, SEND",
    "    0, 60000, NOTHING",
  })
  void quietServiceSaysThatItLives(long send, long quiet, Due what) {
    agree(send, 0, 0, true);
    heartBeat.wrote(OPENED + 1_000 * MILLI);

    assertThat(due(1_000 + quiet)).isEqualTo(what);
  }

  @Test
  void serviceGoesOnSayingThatItLivesWhileItWaitsForAnAnswer() {
    agree(10_000, 10_000, 0, true);
    assertThat(due(25_001)).isEqualTo(Due.PING);

    assertThat(due(25_251)).isEqualTo(Due.SEND);
  }

  private void agree(long send, long receive, long ping, boolean canPing) {
    heartBeat.agree(
        Duration.ofMillis(send), Duration.ofMillis(receive), Duration.ofMillis(ping), canPing);
  }

  /** So many milliseconds after the opening. */
  private Due due(long millis) {
    return heartBeat.due(OPENED + millis * MILLI);
  }
}
