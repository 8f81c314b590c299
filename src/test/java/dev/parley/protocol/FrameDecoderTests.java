package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.DecodedFrames.Decoded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTests {

  /** Every way to write a frame, one after the other. */
  private static final byte[] STREAM =
      """
      \n\r\n\nCONNECT\naccept-version:1.2\nlogin:a\\tb\n\n\0\
      \nSUBSCRIBE\r\nid:0\r\ndestination:/topic/rooms.a\r\n\r\n\0\
      SEND\nx-name:Jürgen\\c\nx-name:second\ncontent-length:9\n\na\0\n\n\0SEND\0\
      SEND\n\n🦜 \n\n\n\0\r\n\n\
      SEND\ncontent-length:0\n\n\0\
      DISCONNECT\nreceipt:\n\n\0\n\
      """
          .getBytes(UTF_8);

  private static final List<Decoded> FRAMES =
      List.of(
          frame("CONNECT", Map.of("accept-version", "1.2", "login", "a\\tb"), ""),
          frame("SUBSCRIBE", Map.of("id", "0", "destination", "/topic/rooms.a"), ""),
          frame("SEND", Map.of("x-name", "Jürgen:", "content-length", "9"), "a\0\n\n\0SEND"),
          frame("SEND", Map.of(), "🦜 \n\n\n"),
          frame("SEND", Map.of("content-length", "0"), ""),
          frame("DISCONNECT", Map.of("receipt", ""), ""));

  @Test
  void framesArriveInOneChunk() {
    assertThat(decoder().feed(STREAM).frames()).isEqualTo(FRAMES);
  }

  @Test
  void framesArriveInOneBytePieces() {
    assertThat(decoder().feedPieces(STREAM).frames()).isEqualTo(FRAMES);
  }

  @Test
  void framesAreTheSameWhereverTheyAreCut() {
    for (int at = 0; at <= STREAM.length; at++) {
      assertThat(decoder().feedCut(STREAM, at).frames()).as("cut at %d", at).isEqualTo(FRAMES);
    }
  }

  @Test
  void framesAreTheSameWhereverTheyAreCutTwice() {
    for (int first = 0; first <= STREAM.length; first++) {
      for (int second = first; second <= STREAM.length; second++) {
        byte[] start = Arrays.copyOf(STREAM, first);
        byte[] rest = Arrays.copyOfRange(STREAM, first, STREAM.length);
        assertThat(decoder().feed(start).feedCut(rest, second - first).frames())
            .as("cut at %d and %d", first, second)
            .isEqualTo(FRAMES);
      }
    }
  }

  @Test
  void anEmptyChunkChangesNothing() {
    DecodedFrames decoder = decoder();
    for (byte b : STREAM) {
      decoder.feed(new byte[0]).feed(new byte[] {b});
    }

    assertThat(decoder.frames()).isEqualTo(FRAMES);
  }

  @Test
  void chunksAreNotWrittenTo() {
    byte[] first = "SEND\n\nab".getBytes(UTF_8);
    byte[] second = "cd\0SEND\n\ne".getBytes(UTF_8);

    assertThat(decoder().feed(first).feed(second).feed("f\0".getBytes(UTF_8)).frames())
        .containsExactly(frame("SEND", Map.of(), "abcd"), frame("SEND", Map.of(), "ef"));
    assertThat(first).asString(UTF_8).isEqualTo("SEND\n\nab");
    assertThat(second).asString(UTF_8).isEqualTo("cd\0SEND\n\ne");
  }

  @Test
  void heartBeatsAreNoFrames() {
    assertThat(DecodedFrames.in("\n\n\r\n\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT",
        "STOMP",
        "SEND",
        "SUBSCRIBE",
        "UNSUBSCRIBE",
        "ACK",
        "NACK",
        "BEGIN",
        "COMMIT",
        "ABORT",
        "DISCONNECT"
      })
  void everyCommandOfAClientIsKnown(String command) {
    assertThat(DecodedFrames.in(command + "\n\n\0")).containsExactly(frame(command, Map.of(), ""));
  }

  @Test
  void theFirstOfRepeatedHeadersCounts() {
    assertThat(DecodedFrames.in("SEND\na:1\na:2\nb:3\na:4\n\n\0"))
        .containsExactly(frame("SEND", Map.of("a", "1", "b", "3"), ""));
  }

  @Test
  void aHeaderIsSplitAtItsFirstColonAndNotTrimmed() {
    assertThat(DecodedFrames.in("SEND\nsince:last:5\n a : b \n\n\0"))
        .containsExactly(frame("SEND", Map.of("since", "last:5", " a ", " b "), ""));
  }

  @Test
  void escapesAreReadInNamesAndValues() {
    assertThat(DecodedFrames.in("SEND\n\\ca:\\n\\r\\\\\\c\n\n\0"))
        .containsExactly(frame("SEND", Map.of(":a", "\n\r\\:"), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "STOMP"})
  void connectHasNoEscapes(String command) {
    assertThat(DecodedFrames.in(command + "\npasscode:a\\b\\c\n\n\0"))
        .containsExactly(frame(command, Map.of("passcode", "a\\b\\c"), ""));
  }

  @Test
  void aBodyNeedNotBeText() {
    byte[] bytes = "SEND\n\n\u00ff\u00fe\0".getBytes(ISO_8859_1);

    assertThat(decoder().feed(bytes).frames().getFirst().body())
        .containsExactly((byte) 0xff, (byte) 0xfe);
  }

  @Test
  void anUnfinishedFrameIsWaitedFor() {
    assertThat(DecodedFrames.in("SEND\ncontent-length:3\n\nab\0")).isEmpty();
    assertThat(DecodedFrames.in("SEND\n\nab")).isEmpty();
    assertThat(DecodedFrames.in("SEND\na:b\n")).isEmpty();
  }

  private static DecodedFrames decoder() {
    return new DecodedFrames(DecodedFrames.NO_LIMITS);
  }

  private static Decoded frame(String command, Map<String, String> headers, String body) {
    return Decoded.of(command, headers, body.getBytes(UTF_8));
  }
}
