package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTests {

  @ParameterizedTest
  @CsvSource({
    "e-0, e, 0",
    "e1-1, e1, 1",
    "0-42, 0, 42",
    "abcdefghij012345-999999999999999999, abcdefghij012345, 999999999999999999",
  })
  void anIdIsAnEpochAndANumber(String text, String epoch, long number) {
    assertThat(MessageId.parse(text)).contains(new MessageId(epoch, number));
    assertThat(new MessageId(epoch, number)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "e",
        "e-",
        "-1",
        "E-1",
        "e-01",
        "e-+1",
        "e--1",
        "e-1-1",
        "e-1 ",
        " e-1",
        "e_-1",
        "e-x",
        "e-٣",
        "abcdefghij0123456-1",
        "e-1000000000000000000",
        "e-99999999999999999999999999",
      })
  void otherTextIsNone(String text) {
    assertThat(MessageId.parse(text)).isEmpty();
  }

  @Test
  void anotherPlaceIsInTheSameEpoch() {
    assertThat(new MessageId("e", 7).at(9)).isEqualTo(new MessageId("e", 9));
  }

  @Test
  void theConstructorRefusesWhatIsNoId() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId("", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new MessageId("e", -1));
  }
}
