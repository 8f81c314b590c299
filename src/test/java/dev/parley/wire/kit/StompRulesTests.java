package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StompRulesTests {

  private static final StompFrame MESSAGE =
      StompFrame.of("MESSAGE", "destination:/topic/rooms.a", "message-id:e-1");

  @Test
  void aMessageNamesItsSubscriptionSinceVersion11() {
    assertThatCode(() -> StompRules.check(MESSAGE, StompVersion.V1_0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> StompRules.check(MESSAGE, StompVersion.V1_1))
        .isInstanceOf(WireViolation.class);
  }

  @Test
  void aHeaderComesOnce() {
    StompFrame twice = MESSAGE.with("subscription:s", "x:1", "x:1");

    assertThatThrownBy(() -> StompRules.check(twice, StompVersion.V1_2))
        .isInstanceOf(WireViolation.class);
  }

  @Test
  void aServerSendsOnlyFramesOfAServer() {
    assertThatThrownBy(() -> StompRules.check(StompFrame.of("SEND"), StompVersion.V1_2))
        .isInstanceOf(WireViolation.class);
    assertThatThrownBy(() -> StompRules.check(StompFrame.of("RECEIPT"), StompVersion.V1_2))
        .isInstanceOf(WireViolation.class);
  }
}
