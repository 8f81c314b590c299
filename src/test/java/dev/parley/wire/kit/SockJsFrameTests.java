package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SockJsFrameTests {

  @Test
  void framesAreReadByTheirFirstLetter() {
    assertThat(SockJsFrame.parse("o")).isEqualTo(new SockJsFrame.Opened());
    assertThat(SockJsFrame.parse("h")).isEqualTo(new SockJsFrame.HeartBeat());
    assertThat(SockJsFrame.parse("h".repeat(2048))).isEqualTo(new SockJsFrame.HeartBeat());
    assertThat(SockJsFrame.parse("a[]")).isEqualTo(new SockJsFrame.Texts(List.of()));
    assertThat(SockJsFrame.parse("a[\"x\",\"\",\"y\"]"))
        .isEqualTo(new SockJsFrame.Texts(List.of("x", "", "y")));
    assertThat(SockJsFrame.parse("c[3000,\"Go away!\"]"))
        .isEqualTo(new SockJsFrame.Ended(new Closed(3000, "Go away!")));
  }

  @Test
  void escapesOfEveryKindAreUndone() {
    assertThat(SockJsFrame.parse("a[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00é\"]"))
        .isEqualTo(new SockJsFrame.Texts(List.of("\"\\/\b\f\n\r\t\0😀é")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "oo",
        "hx",
        "a",
        "a[",
        "a[1]",
        "a[\"x\"",
        "a[\"x]",
        "a[\"x\"]y",
        "a[\"x\",]",
        "a[\"\\x\"]",
        "a[\"\\u12\"]",
        "a[\"\\u+123\"]",
        "a[\"\n\"]",
        "c[]",
        "c[x,\"\"]",
        "c[3000]"
      })
  void whatIsNoFrameIsAViolation(String frame) {
    assertThatThrownBy(() -> SockJsFrame.parse(frame)).isInstanceOf(WireViolation.class);
  }

  @Test
  void whatIsQuotedIsReadBack() {
    String text = "\"\\/\b\f\n\r\t\0😀é\u2028\ud800";

    assertThat(JsonText.strings(JsonText.array(List.of(text, "")))).containsExactly(text, "");
    assertThat(JsonText.quote("\0\ud800\u2028")).isEqualTo("\"\\u0000\\ud800\\u2028\"");
  }

  @ParameterizedTest
  @CsvSource({"100%25,100%", "%41,A", "%C3%A9,é", "%F0%9F%98%80,😀", "%2F%252F,%2F%2F", "é+,é+"})
  void eventsAreDecodedAsInABrowser(String event, String text) {
    assertThat(EncodedUri.decode(event)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%4", "%zz", "%+1", "%C3", "%C3%41", "%FF", "%80", "%C3x%A9"})
  void whatABrowserCannotDecodeIsAViolation(String event) {
    assertThatThrownBy(() -> EncodedUri.decode(event)).isInstanceOf(WireViolation.class);
  }
}
