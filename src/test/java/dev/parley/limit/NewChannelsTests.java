package dev.parley.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import org.junit.jupiter.api.Test;

/** How many channels a user may bring into being. */
class NewChannelsTests {

  private final NewChannels channels = new NewChannels(2);

  private void createTwo(String user) {
    channels.take(user);
    channels.take(user);
  }

  @Test
  void oneTooManyIsRefusedAndSaysWhenItWouldPass() {
    createTwo("alice");

    assertThatThrownBy(() -> channels.take("alice"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED);
              assertThat(refusal.retryAfterMillis()).isBetween(20_000L, 30_001L);
            });
  }

  @Test
  void everyUserHasItsOwn() {
    createTwo("alice");

    assertThatCode(() -> channels.take("bob")).doesNotThrowAnyException();
  }

  @Test
  void whatWasThereAlreadyCostsNothing() {
    createTwo("alice");
    channels.giveBack("alice");

    assertThatCode(() -> channels.take("alice")).doesNotThrowAnyException();
    assertThatThrownBy(() -> channels.take("alice")).isInstanceOf(Refusal.class);
  }

  @Test
  void whoHasCreatedNothingIsForgotten() {
    channels.take("alice");
    channels.take("bob");
    channels.giveBack("bob");

    channels.sweep();

    assertThat(channels.size()).isEqualTo(1);
    channels.take("alice");
    assertThatThrownBy(() -> channels.take("alice")).isInstanceOf(Refusal.class);
  }

  @Test
  void noLimitIsNone() {
    assertThat(new NewChannels(0).isLimited()).isFalse();
    assertThat(channels.isLimited()).isTrue();
  }
}
