package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTests {

  @Test
  void aMessageIdAsksForWhatFollowedIt() {
    assertThat(Since.parse("e1-7")).contains(new Since.After(new MessageId("e1", 7)));
  }

  @ParameterizedTest
  @CsvSource({"last:0, 0", "last:1, 1", "last:007, 7", "last:999999999, 999999999"})
  void lastAsksForThatMany(String header, int count) {
    assertThat(Since.parse(header)).contains(new Since.Last(count));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "last",
        "last:",
        "last:-1",
        "last:+1",
        "last: 1",
        "last:x",
        "last:1.5",
        "last:٣",
        "last:1000000000",
        "Last:1",
        "now",
        "7",
        "e1",
        "first:3"
      })
  void anythingElseIsRefused(String header) {
    assertThat(Since.parse(header)).isEmpty();
  }

  @Test
  void lastCountsFromNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Since.Last(-1));
  }
}
