package dev.parley.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** How fast a session may send; so slow that no time passes meanwhile. */
class PaceTests {

  private static Pace pace(int messages, long bytes, int burst) {
    return Pace.of(new TrafficSettings(messages, DataSize.ofBytes(bytes), burst, 0)).orElseThrow();
  }

  private static Refusal refusal(Pace pace, long bytes) {
    return catchThrowableOfType(Refusal.class, () -> pace.take(bytes));
  }

  @Test
  void asManyAsTheBurstPassAtOnceAndTheNextIsToldWhen() {
    Pace pace = pace(1, 0, 3);
    for (int i = 0; i < 3; i++) {
      pace.take(10);
    }

    Refusal refusal = refusal(pace, 10);

    assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(refusal.retryAfterMillis()).isBetween(500L, 1001L);
  }

  @Test
  void aBurstIsNeverLessThanOneSecondsWorth() {
    Pace pace = pace(5, 0, 0);

    assertThatCode(
            () -> {
              for (int i = 0; i < 5; i++) {
                pace.take(1);
              }
            })
        .doesNotThrowAnyException();
    assertThat(refusal(pace, 1).code()).isEqualTo(RefusalCode.RATE_LIMITED);
  }

  @Test
  void bytesCountInProportionToTheBurst() {
    Pace pace = pace(1, 100, 3);

    pace.take(200);
    pace.take(100);

    assertThat(refusal(pace, 50).retryAfterMillis()).isBetween(300L, 501L);
  }

  @Test
  void bytesCountWithoutALimitOfMessages() {
    Pace pace = pace(0, 100, 7);

    pace.take(100);

    assertThat(refusal(pace, 100).code()).isEqualTo(RefusalCode.RATE_LIMITED);
  }

  @Test
  void theLargestFramePassesWhenNothingElseDid() {
    assertThatCode(() -> pace(1, 100, 1).take(1_000_000)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNeverRefusedDelaysWhatComesAfterIt() {
    Pace pace = pace(1, 0, 2);
    for (int i = 0; i < 5; i++) {
      pace.note(1);
    }

    assertThat(refusal(pace, 1).retryAfterMillis()).isBetween(3_500L, 4_001L);
  }

  @Test
  void whoKeepsOnIsFlooding() {
    Pace pace = pace(1, 0, 1);
    pace.take(1);

    for (int i = 0; i < Pace.MOST_REFUSALS; i++) {
      assertThat(refusal(pace, 1).code()).isEqualTo(RefusalCode.RATE_LIMITED);
    }

    Refusal last = refusal(pace, 1);
    assertThat(last.code()).isEqualTo(RefusalCode.FLOODING);
    assertThat(last.retryAfterMillis()).isEqualTo(30_000);
  }

  @Test
  void noLimitIsNoPace() {
    assertThat(Pace.of(new TrafficSettings(0, DataSize.ofBytes(0), 5, 5))).isEmpty();
  }
}
