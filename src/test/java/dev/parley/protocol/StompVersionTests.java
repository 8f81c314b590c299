package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompVersionTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.0; V1_0",
        "1.1; V1_1",
        "1.2; V1_2",
        "1.0,1.1,1.2; V1_2",
        "1.2,1.0; V1_2",
        "1.1, 1.0; V1_1",
        "1.3,1.1; V1_1"
      })
  void theNewestThatBothSpeakIsTaken(String accepted, StompVersion version) {
    assertThat(StompVersion.negotiate(Optional.of(accepted))).contains(version);
  }

  @Test
  void whoNamesNoVersionSpeaksTheFirst() {
    assertThat(StompVersion.negotiate(Optional.empty())).contains(StompVersion.V1_0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "2.0", "1", "1.2.1", "one"})
  void thereMayBeNone(String accepted) {
    assertThat(StompVersion.negotiate(Optional.of(accepted))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "V1_2, plain, plain",
        "V1_2, a:b, a\\cb",
        "V1_2, a\\b, a\\\\b",
        "V1_2, \\c, \\\\c",
        "V1_1, a:b, a\\cb",
        "V1_0, a:b, a:b",
        "V1_0, a\\b, a\\b",
        "V1_0, äöü, äöü",
      })
  void eachVersionWritesHeadersInItsWay(StompVersion version, String text, String written) {
    assertThat(version.escape(text)).isEqualTo(written);
  }

  @Test
  void aLineEndNeverEndsAHeader() {
    assertThat(StompVersion.V1_2.escape("a\r\nb")).isEqualTo("a\\r\\nb");
    assertThat(StompVersion.V1_1.escape("a\r\nb")).isEqualTo("a\\nb");
    assertThat(StompVersion.V1_0.escape("a\r\nb")).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", ":", "\\", "\n", "\r", "\\\\", "a:b\\c\nd\re", "\\n\\c", "ü:"})
  void whatIsEscapedMeansTheSame(String text) {
    assertThat(StompVersion.unescape(StompVersion.V1_2.escape(text))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\", "\\t", "\\N", "\\ ", "a\\xb", "\\\\\\", "\\\0"})
  void anUnknownEscapeMeansNothing(String text) {
    assertThat(StompVersion.unescape(text)).isEmpty();
  }
}
