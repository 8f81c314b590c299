package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TwoNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What arrives is put in order. */
class SequenceTests {

  private final OneSequence messages = new OneSequence(LOBBY);

  @Test
  void nextOnePassesAtOnce() {
    messages.log(3);
    messages.beginAt(0);
    messages.arrive(1, 2, 3);

    assertThat(messages.passed).containsExactly(1L, 2L, 3L);
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void oldOneIsDropped() {
    messages.log(3);
    messages.beginAt(1);
    messages.arrive(2, 1, 2, 3, 2, 3);

    assertThat(messages.passed).containsExactly(2L, 3L);
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void earlyOneWaitsForTheMissing() {
    messages.log(4);
    messages.beginAt(0);
    messages.arrive(3, 2, 4, 3);
    assertThat(messages.passed).isEmpty();

    messages.arrive(1);
    assertThat(messages.passed).containsExactly(1L, 2L, 3L, 4L);
    messages.timer.pass(PATIENCE);
    assertThat(messages.store.reads()).isZero();
    assertThat(messages.timer.waiting()).isZero();
  }

  @Test
  void nothingPassesBeforeTheEndIsKnown() {
    messages.log(5);
    messages.arrive(2, 3, 5);
    assertThat(messages.passed).isEmpty();
    assertThat(messages.timer.waiting()).isZero();

    messages.beginAt(2);
    assertThat(messages.passed).containsExactly(3L);
    messages.timer.pass(PATIENCE);
    assertThat(messages.passed).containsExactly(3L, 4L, 5L);
  }

  @Test
  void whatPassesWhileNobodyListensIsForgotten() {
    messages.log(9);
    messages.beginAt(0);
    messages.arrive(1, 9);
    messages.forget();
    messages.timer.pass(PATIENCE);
    messages.beginAt(5);
    messages.arrive(2, 6, 7);

    assertThat(messages.passed).containsExactly(1L, 6L, 7L);
    assertThat(messages.store.reads()).isZero();
  }
}
