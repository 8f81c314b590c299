package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves, byte for byte: the tail that is made once, the head, the frames of the server. */
class OutgoingFrameTests {

  private static final MessageId ID = new MessageId("e1", 7);
  private static final byte[] NOT_TEXT = {(byte) 0xff, 0, '\n', '\n', 0};

  @Test
  void aMessageIsHeadThenTail() {
    Tail tail = tail(Map.of("destination", "/topic/rooms.a"), "hi");

    assertThat(text(style("0").frame(ID, 42, tail, false)))
        .isEqualTo(
            "MESSAGE\nsubscription:0\nmessage-id:e1-7\ntimestamp:42\n"
                + "destination:/topic/rooms.a\ncontent-length:2\n\nhi\0");
  }

  @Test
  void aGapIsMarked() {
    assertThat(text(style("0").frame(ID, 42, tail(Map.of(), ""), true)))
        .isEqualTo(
            "MESSAGE\nsubscription:0\nmessage-id:e1-7\ntimestamp:42\ngap:true\n"
                + "content-length:0\n\n\0");
  }

  @Test
  void anAcknowledgementNamesSubscriptionAndMessage() {
    HeadStyle style = new HeadStyle("a:b", true, StompVersion.V1_2, false);

    assertThat(text(style.frame(ID, 42, tail(Map.of(), ""), false)))
        .contains("\nsubscription:a\\cb\n", "\nack:a\\cb/e1-7\n");
  }

  @Test
  void theTailIsNotCopiedPerStyle() {
    Tail tail = tail(Map.of("x-plain", "a"), "hi");

    assertThat(tail.bytesFor(style("0"))).isSameAs(tail.bytes());
    assertThat(tail.bytesFor(new HeadStyle("1", true, StompVersion.V1_0, true)))
        .isSameAs(tail.bytes());
  }

  @Test
  void eachVersionGetsItsEscapes() {
    Tail tail = tail(Map.of("x-path", "C:\\a\r\nb"), "");

    assertThat(messageFor(StompVersion.V1_2, tail)).contains("\nx-path:C\\c\\\\a\\r\\nb\n");
    assertThat(messageFor(StompVersion.V1_1, tail)).contains("\nx-path:C\\c\\\\a\\nb\n");
    assertThat(messageFor(StompVersion.V1_0, tail)).contains("\nx-path:C:\\ab\n");
  }

  @Test
  void aSubscriptionCannotForgeAHeader() {
    for (StompVersion version : StompVersion.values()) {
      HeadStyle style = new HeadStyle("0\nsender:eve", true, version, false);

      assertThat(text(style.frame(ID, 42, tail(Map.of(), ""), false))).doesNotContain("\nsender");
    }
  }

  @Test
  void whatIsNotTextIsBase64WhereOnlyTextTravels() {
    Tail tail = Tail.of(Map.of("x-a", "b"), NOT_TEXT);
    OutFrame frame = new HeadStyle("0", false, StompVersion.V1_2, true).frame(ID, 42, tail, false);
    String encoded = Base64.getEncoder().encodeToString(NOT_TEXT);

    assertThat(frame.text()).isTrue();
    assertThat(text(frame))
        .endsWith(
            "x-a:b\nbody-encoding:base64\ncontent-length:%d\n\n%s\0"
                .formatted(encoded.length(), encoded));
  }

  @Test
  void whatIsNotTextStaysAsItIsElsewhere() {
    OutFrame frame = style("0").frame(ID, 42, Tail.of(Map.of(), NOT_TEXT), false);

    assertThat(frame.text()).isFalse();
    assertThat(frame.bytes()).endsWith(Arrays.copyOf(NOT_TEXT, NOT_TEXT.length + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hi", "\n\n", "a\0b", "ü€🦜", "\0"})
  void aTailIsReadBackFromItsBytes(String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", "/topic/rooms.a");
    headers.put("x:\n", "\\\r\n:ü");
    headers.put("sender", "");
    Tail tail = Tail.ofBytes(Tail.of(headers, body.getBytes(UTF_8)).bytes());

    assertThat(tail.headers()).containsExactlyEntriesOf(headers);
    assertThat(tail.body()).asString(UTF_8).isEqualTo(body);
    assertThat(tail.isText()).isTrue();
    assertThat(tail.size()).isEqualTo(tail.bytes().length);
  }

  @Test
  void aTailWithoutHeadersIsReadBackToo() {
    Tail tail = Tail.ofBytes(Tail.of(Map.of(), NOT_TEXT).bytes());

    assertThat(tail.headers()).isEmpty();
    assertThat(tail.body()).isEqualTo(NOT_TEXT);
    assertThat(tail.isText()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "a:b\n", "a:b\n\nbody", "a:b\nbody\0", "\n\n"})
  void otherBytesAreNoTail(String bytes) {
    assertThatIllegalArgumentException().isThrownBy(() -> Tail.ofBytes(bytes.getBytes(UTF_8)));
  }

  @Test
  void aFrameOfTheServerIsEscapedAndEndsWithNul() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("receipt-id", "a:1");
    headers.put("message-id", "e1-7");

    assertThat(text(OutFrame.of(StompVersion.V1_2, "RECEIPT", headers)))
        .isEqualTo("RECEIPT\nreceipt-id:a\\c1\nmessage-id:e1-7\n\n\0");
    assertThat(text(OutFrame.of(StompVersion.V1_0, "RECEIPT", headers)))
        .isEqualTo("RECEIPT\nreceipt-id:a:1\nmessage-id:e1-7\n\n\0");
  }

  @ParameterizedTest
  @EnumSource
  void connectedIsNotEscaped(StompVersion version) {
    assertThat(text(OutFrame.of(version, "CONNECTED", Map.of("user-name", "a:\\b\nc"))))
        .isEqualTo("CONNECTED\nuser-name:a:\\bc\n\n\0");
  }

  @Test
  void aBodyOfTheServerIsAnnounced() {
    OutFrame text = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), "ü".getBytes(UTF_8));
    OutFrame bytes = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), NOT_TEXT);

    assertThat(text(text)).isEqualTo("MESSAGE\ncontent-length:2\n\nü\0");
    assertThat(text.text()).isTrue();
    assertThat(bytes.text()).isFalse();
    assertThat(bytes.size()).isEqualTo(bytes.bytes().length);
  }

  @Test
  void aHeartBeatIsOneLineEnd() {
    assertThat(text(OutFrame.HEART_BEAT)).isEqualTo("\n");
  }

  @Test
  void framesAndTailsKeepTheirContentOutOfLogs() {
    Tail tail = tail(Map.of("sender", "alice"), "secret");

    assertThat(tail.toString()).doesNotContain("alice", "secret");
    assertThat(style("0").frame(ID, 42, tail, false).toString()).doesNotContain("secret");
    assertThat(StompFrame.of("CONNECT", "Authorization", "secret").toString())
        .doesNotContain("secret");
  }

  private static HeadStyle style(String subscription) {
    return new HeadStyle(subscription, false, StompVersion.V1_2, false);
  }

  private static Tail tail(Map<String, String> headers, String body) {
    return Tail.of(headers, body.getBytes(UTF_8));
  }

  private static String messageFor(StompVersion version, Tail tail) {
    return text(new HeadStyle("0", false, version, false).frame(ID, 42, tail, false));
  }

  private static String text(OutFrame frame) {
    return new String(frame.bytes(), UTF_8);
  }
}
