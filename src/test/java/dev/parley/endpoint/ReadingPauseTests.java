package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadingPauseTests {

  private final ReadingPause reading = new ReadingPause();

  @Test
  void readingGoesOnWhileNobodyPauses() {
    assertThat(reading.mayRead()).isTrue();
    assertThat(reading.mayRead()).isTrue();
  }

  @Test
  void readThatWasPutOffIsMadeGoodOnceWhenThePauseEnds() {
    assertThat(reading.pause(true)).isFalse();
    assertThat(reading.mayRead()).isFalse();

    assertThat(reading.pause(false)).isTrue();
    assertThat(reading.pause(false)).isFalse();
    assertThat(reading.mayRead()).isTrue();
  }

  @Test
  void pauseThatPutNothingOffOwesNothing() {
    reading.pause(true);

    assertThat(reading.pause(false)).isFalse();
    assertThat(reading.mayRead()).isTrue();
  }

  @Test
  void readStaysOwedWhileThePauseIsRepeated() {
    reading.pause(true);
    assertThat(reading.mayRead()).isFalse();

    assertThat(reading.pause(true)).isFalse();

    assertThat(reading.pause(false)).isTrue();
  }
}
