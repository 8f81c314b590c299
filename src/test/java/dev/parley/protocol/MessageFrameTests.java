package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A part of the service reads what a client would get. */
class MessageFrameTests {

  private static final MessageId ID = new MessageId("e1", 42);
  private static final HeadStyle STYLE = new HeadStyle("a:b\nc", false, StompVersion.V1_2, false);

  @Test
  void whatWasWrittenIsRead() {
    MessageFrame message = MessageFrame.of(frame("two\n\nparts", STYLE, false));

    assertThat(message.id()).isEqualTo(ID);
    assertThat(message.gap()).isFalse();
    assertThat(message.text()).contains("two\n\nparts");
  }

  @Test
  void gapIsReadWhereverAckStands() {
    HeadStyle ack = new HeadStyle("1", true, StompVersion.V1_2, false);

    assertThat(MessageFrame.of(frame("", ack, true)).gap()).isTrue();
    assertThat(MessageFrame.of(frame("", ack, false)).gap()).isFalse();
    assertThat(MessageFrame.of(frame("gap:true", STYLE, true)).gap()).isTrue();
  }

  @Test
  void bodyThatIsNotTextIsNone() {
    Tail tail = Tail.of(Map.of("destination", "/topic/rooms.lobby"), new byte[] {(byte) 0xff});

    MessageFrame message = MessageFrame.of(STYLE.frame(ID, 1, tail, false));

    assertThat(message.id()).isEqualTo(ID);
    assertThat(message.text()).isEmpty();
  }

  @Test
  void tailWithoutAnyHeaderIsReadAllTheSame() {
    Tail tail = Tail.ofBytes("\n\nbody\0".getBytes(StandardCharsets.UTF_8));

    assertThat(MessageFrame.of(STYLE.frame(ID, 1, tail, false)).text()).isPresent();
  }

  @Test
  void anotherFrameIsNoMessage() {
    OutFrame receipt = OutFrame.of(StompVersion.V1_2, "RECEIPT", Map.of("receipt-id", "1"));

    assertThatThrownBy(() -> MessageFrame.of(receipt)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageFrame.of(OutFrame.HEART_BEAT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static OutFrame frame(String body, HeadStyle style, boolean gap) {
    Tail tail =
        Tail.of(Map.of("destination", "/topic/rooms.lobby"), body.getBytes(StandardCharsets.UTF_8));
    return style.frame(ID, 1_700_000_000_000L, tail, gap);
  }
}
