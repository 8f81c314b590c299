package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a frame, and what is too much of one; each byte of a text is one character. */
class FrameRefusalTests {

  private static final int SIZE = 200;
  private static final int HEADERS = 10;
  private static final FrameLimits LIMITS = new FrameLimits(SIZE, HEADERS);

  static Stream<Arguments> badFrames() {
    return Stream.of(
        arguments("an unknown command", "HELLO\n\n\0"),
        arguments("a command in small letters", "send\n\n\0"),
        arguments("a command with a space", "SEND \n\n\0"),
        arguments("a command of the server", "MESSAGE\n\n\0"),
        arguments("a request of HTTP", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        arguments("a NUL at once", "\0"),
        arguments("a NUL in the command", "SE\0ND\n\n\0"),
        arguments("a NUL in a header", "SEND\na:b\0c\n\n\0"),
        arguments("a NUL before the blank line", "SEND\n\0"),
        arguments("a header without a colon", "SEND\ndestination\n\n\0"),
        arguments("a header without a name", "SEND\n:a\n\n\0"),
        arguments("an escape that does not exist", "SEND\na:\\t\n\n\0"),
        arguments("an escape that does not end", "SEND\na:\\\n\n\0"),
        arguments("a bad escape in a name", "SEND\na\\x:b\n\n\0"),
        arguments("invalid UTF-8 in a value", "SEND\na:\u00ff\n\n\0"),
        arguments("invalid UTF-8 in a name", "SEND\n\u00c3:a\n\n\0"),
        arguments("invalid UTF-8 in the command", "SEND\u0080\n\n\0"),
        arguments("a surrogate in UTF-8", "SEND\na:\u00ed\u00a0\u0080\n\n\0"),
        arguments("a content-length below the body's", "SEND\ncontent-length:2\n\nabc\0"),
        arguments("a content-length above it", "SEND\ncontent-length:4\n\nabc\0SEND\n\n\0"),
        arguments("no content-length", "SEND\ncontent-length:\n\n\0"),
        arguments("a negative content-length", "SEND\ncontent-length:-1\n\n\0"),
        arguments("a content-length with a sign", "SEND\ncontent-length:+1\n\na\0"),
        arguments("a content-length with a space", "SEND\ncontent-length: 1\n\na\0"),
        arguments("a content-length in words", "SEND\ncontent-length:one\n\na\0"),
        arguments("a body of SUBSCRIBE", "SUBSCRIBE\nid:0\n\nbody\0"),
        arguments("an announced body of CONNECT", "CONNECT\ncontent-length:1\n\na\0"),
        arguments("a body of DISCONNECT", "DISCONNECT\n\n\n\0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFrames")
  void aBadFrameIsRefusedHoweverItArrives(String what, String text) {
    assertRefused(text, RefusalCode.BAD_FRAME);
  }

  static Stream<Arguments> tooLarge() {
    String longHead = "SEND\na:" + "b".repeat(SIZE);
    return Stream.of(
        arguments("an announced body", "SEND\ncontent-length:" + SIZE + "\n\n"),
        arguments("an announced body of a gigabyte", "SEND\ncontent-length:1000000000\n\n"),
        arguments("one beyond every number", "SEND\ncontent-length:" + "9".repeat(30) + "\n\n"),
        arguments("what is no frame at all, beyond the limit", longHead + "\0\n\n"),
        arguments("a header that is none, beyond the limit", longHead + "\nb\n\n\0"),
        arguments("a body that does not end", "SEND\n\n" + "b".repeat(SIZE)),
        arguments("a body that ends", "SEND\n\n" + "b".repeat(SIZE) + "\0"),
        arguments("a header that does not end", longHead),
        arguments("headers that end", longHead + "\n\n\0"),
        arguments("a command that does not end", "S".repeat(SIZE + 1)),
        arguments("many headers", "SEND\n" + "a:b\n".repeat(HEADERS + 1) + "\n\0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooLarge")
  void whatIsTooLargeIsRefusedHoweverItArrives(String what, String text) {
    assertRefused(text, RefusalCode.TOO_LARGE);
  }

  @Test
  void aThousandHeadersAreTooMany() {
    String text = "SEND\n" + "a:b\n".repeat(1000) + "\n\0";

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> new DecodedFrames(new FrameLimits(0, 64)).feed(bytes(text)))
        .extracting(Refusal::code)
        .isEqualTo(RefusalCode.TOO_LARGE);
    assertThat(DecodedFrames.in(text)).hasSize(1);
  }

  @Test
  void aFrameAsLargeAsAllowedPasses() {
    String announced = "SEND\ncontent-length:100\n\n";
    String fill = "a:" + "b".repeat(SIZE - announced.length() - 100 - 3) + "\n";
    String text = "SEND\n" + fill + announced.substring(5) + "c".repeat(100) + "\0";
    String headers = "SEND\n" + "a:b\n".repeat(HEADERS) + "\n\0";

    assertThat(text).hasSize(SIZE + 1);
    assertThat(new DecodedFrames(LIMITS).feed(bytes(text)).frames()).hasSize(1);
    assertThat(new DecodedFrames(LIMITS).feedPieces(bytes(text)).frames()).hasSize(1);
    assertThat(new DecodedFrames(LIMITS).feedPieces(bytes(headers)).frames()).hasSize(1);
  }

  @Test
  void theLimitIsOfEachFrameNotOfTheChunk() {
    String frame = "SEND\n\n" + "b".repeat(SIZE - 6) + "\0\n\n\n";

    assertThat(new DecodedFrames(LIMITS).feed(bytes(frame.repeat(50))).frames()).hasSize(50);
  }

  @Test
  void heartBeatsAreNotCounted() {
    DecodedFrames decoder = new DecodedFrames(LIMITS);

    assertThat(decoder.feed(bytes("\n".repeat(10 * SIZE) + "SEND\n\n\0")).frames()).hasSize(1);
  }

  @Test
  void whatCameBeforeABadFrameIsThere() {
    FrameDecoder decoder = new FrameDecoder(LIMITS);
    decoder.feed(bytes("SEND\n\na\0HELLO\n\n\0"));

    assertThat(decoder.next()).isPresent();
    assertThatExceptionOfType(Refusal.class).isThrownBy(decoder::next);
  }

  private static void assertRefused(String text, RefusalCode code) {
    byte[] bytes = bytes(text);
    for (int at = 0; at <= bytes.length; at++) {
      int cut = at;
      assertThatExceptionOfType(Refusal.class)
          .as("cut at %d", cut)
          .isThrownBy(() -> new DecodedFrames(LIMITS).feedCut(bytes, cut))
          .extracting(Refusal::code)
          .isEqualTo(code);
    }
    DecodedFrames pieces = new DecodedFrames(LIMITS);
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pieces.feedPieces(bytes))
        .extracting(Refusal::code)
        .isEqualTo(code);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
