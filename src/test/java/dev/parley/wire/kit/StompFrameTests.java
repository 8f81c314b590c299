package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompFrameTests {

  @Test
  void aFrameIsWrittenAsItStands() {
    StompFrame frame = StompFrame.of("SEND", "destination:/topic/rooms.a", "x:1", "x:2");

    assertThat(text(frame.withBody("hi"), StompVersion.V1_2))
        .isEqualTo("SEND\ndestination:/topic/rooms.a\nx:1\nx:2\n\nhi\0");
  }

  @Test
  void aHeaderLineSplitsAtItsFirstColon() {
    assertThat(StompFrame.of("SUBSCRIBE", "since:last:5").header("since")).contains("last:5");
  }

  @Test
  void theFirstOfTwoHeadersCounts() {
    StompFrame frame = StompFrame.of("SEND", "x:1", "x:2");

    assertThat(frame.value("x")).isEqualTo("1");
    assertThat(frame.headers()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"V1_0, 'a:b\\c'", "V1_1, 'a\\cb\\\\c'", "V1_2, 'a\\cb\\\\c'"})
  void eachVersionEscapesInItsWay(StompVersion version, String written) {
    StompFrame frame = StompFrame.of("SEND").with("x", "a:b\\c");

    assertThat(text(frame, version)).isEqualTo("SEND\nx:" + written + "\n\n\0");
  }

  @Test
  void carriageReturnIsEscapedInVersion12Only() {
    StompFrame frame = StompFrame.of("SEND").with("x", "a\rb");

    assertThat(text(frame, StompVersion.V1_1)).contains("a\rb");
    assertThat(text(frame, StompVersion.V1_2)).contains("a\\rb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "CONNECTED"})
  void connectIsNeverEscaped(String command) {
    StompFrame frame = StompFrame.of(command).with("x", "a:b");

    assertThat(text(frame, StompVersion.V1_2)).contains("x:a:b");
    assertThat(StompFrame.parse(frame.encode(StompVersion.V1_2), StompVersion.V1_2))
        .containsExactly(frame);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenIsReadBack(StompVersion version) {
    StompFrame frame =
        StompFrame.of("MESSAGE", "destination:/topic/é", "x:1", "x:2")
            .withBody(new byte[] {0, (byte) 0xff, '\n', 0})
            .withContentLength();

    assertThat(StompFrame.parse(frame.encode(version), version)).containsExactly(frame);
  }

  @Test
  void oneMessageMayHoldSeveralFramesAndNewlines() {
    List<StompFrame> frames = parse("\n\r\nRECEIPT\nreceipt-id:1\n\n\0\n\nMESSAGE\r\n\r\nhi\0\n");

    assertThat(frames)
        .containsExactly(
            StompFrame.of("RECEIPT", "receipt-id:1"), StompFrame.of("MESSAGE").withBody("hi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void aHeartBeatHoldsNoFrame(String heartBeat) {
    assertThat(parse(heartBeat)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MESSAGE",
        "MESSAGE\n",
        "MESSAGE\n\nno end",
        "MESSAGE\nno colon\n\n\0",
        "MESSAGE\nx:\\t\n\n\0",
        "MESSAGE\nx:\\\n\n\0",
        "MESSAGE\nx:1\0",
        "MESSAGE\ncontent-length:1\n\nhi\0",
        "MESSAGE\ncontent-length:3\n\nhi\0",
        "MESSAGE\ncontent-length:-9\n\nhi\0",
        "MESSAGE\ncontent-length:many\n\nhi\0",
        "MESSAGE\n\nhi\0rest"
      })
  void whatIsNotStompIsRefused(String message) {
    assertThatThrownBy(() -> parse(message)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void base64OfSockJsIsUndone() {
    StompFrame frame = StompFrame.of("MESSAGE", "body-encoding:base64").withBody("AP8=");

    assertThat(frame.content()).containsExactly(0, 0xff);
    assertThat(frame.text()).isEqualTo("AP8=");
  }

  private static String text(StompFrame frame, StompVersion version) {
    return new String(frame.encode(version), UTF_8);
  }

  private static List<StompFrame> parse(String message) {
    return StompFrame.parse(message.getBytes(UTF_8), StompVersion.V1_2);
  }
}
