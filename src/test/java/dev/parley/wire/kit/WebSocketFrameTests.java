package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The byte sequences are the examples of RFC 6455 sections 1.3 and 5.7. */
class WebSocketFrameTests {

  private static final int MASK_OF_THE_EXAMPLES = 0x37fa213d;

  @Test
  void anUnmaskedTextIsWrittenAsInTheExample() {
    assertThat(hex(WebSocketFrame.text("Hello").unmasked().encode())).isEqualTo("810548656c6c6f");
  }

  @Test
  void aMaskedTextIsWrittenAsInTheExample() {
    assertThat(hex(WebSocketFrame.text("Hello").encode(MASK_OF_THE_EXAMPLES)))
        .isEqualTo("818537fa213d7f9f4d5158");
  }

  @Test
  void fragmentsAreReadAsInTheExample() throws IOException {
    MessageAssembler assembler = new MessageAssembler();

    assertThat(assembler.add(read("010348656c"))).isEmpty();
    assertThat(assembler.add(read("80026c6f")).map(WireMessage::text)).contains("Hello");
  }

  @Test
  void pingAndMaskedPongAreReadAsInTheExample() throws IOException {
    WebSocketFrame ping = read("890548656c6c6f");
    WebSocketFrame pong = read("8a8537fa213d7f9f4d5158");

    assertThat(ping.opcode()).isEqualTo(WebSocketFrame.PING);
    assertThat(pong.opcode()).isEqualTo(WebSocketFrame.PONG);
    assertThat(pong.masked()).isTrue();
    assertThat(pong.payload()).isEqualTo(ping.payload()).asString().isEqualTo("Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "125, 827d",
    "126, 827e007e",
    "256, 827e0100",
    "65535, 827effff",
    "65536, 827f0000000000010000"
  })
  void lengthsAreWrittenInAsFewBytesAsTheExamplesDo(int length, String head) throws IOException {
    byte[] bytes = WebSocketFrame.of(WebSocketFrame.BINARY, new byte[length]).unmasked().encode();

    assertThat(hex(bytes)).startsWith(head).hasSize(head.length() + 2 * length);
    assertThat(read(hex(bytes)).payload()).hasSize(length);
  }

  @Test
  void acceptIsComputedAsInTheExample() {
    assertThat(UpgradeCheck.accept("dGhlIHNhbXBsZSBub25jZQ=="))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @Test
  void aTestCanLie() {
    WebSocketFrame frame = WebSocketFrame.text("x").unmasked();

    assertThat(hex(frame.unfinished().withRsv(7).encode())).isEqualTo("710178");
    assertThat(hex(frame.announcing(10_000_000))).isEqualTo("817f000000000098968078");
    assertThat(hex(WebSocketFrame.of(15, new byte[0]).unmasked().encode())).isEqualTo("8f00");
  }

  @Test
  void theStreamMayEndBetweenFramesOnly() throws IOException {
    assertThat(WebSocketFrame.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
    assertThatThrownBy(() -> read("8105486")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("81054865")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("81")).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"827e0001ff", "827f0000000000000001ff"})
  void aLengthInTooManyBytesIsAViolation(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(WireViolation.class);
  }

  @Test
  void aCloseHoldsItsCodeAndReason() throws IOException {
    assertThat(MessageAssembler.closed(read("880410016279"))).isEqualTo(new Closed(0x1001, "by"));
    assertThat(MessageAssembler.closed(read("8800")).code()).isEqualTo(Closed.WITHOUT_CODE);
    assertThat(MessageAssembler.closed(WebSocketFrame.close(4401, "bad-token")))
        .isEqualTo(new Closed(4401, "bad-token"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"880103", "880203e7", "880203ed", "880203ee", "880203f7", "88021388"})
  void aCloseCodeThatMustNotBeSentIsAViolation(String bytes) throws IOException {
    WebSocketFrame frame = read(bytes);

    assertThatThrownBy(() -> MessageAssembler.closed(frame)).isInstanceOf(WireViolation.class);
  }

  private static WebSocketFrame read(String hex) throws IOException {
    Optional<WebSocketFrame> frame =
        WebSocketFrame.read(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
    return frame.orElseThrow();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
