package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.endpoint.IncomingMessage.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingMessageTests {

  private static final int MOST = 200_000;

  private final IncomingMessage incoming = new IncomingMessage(MOST);
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private int pieces;

  @Test
  void framesBecomeTheMessageThatTheyArePartOf() {
    add(Kind.TEXT, false, false, "one ".getBytes(UTF_8));
    add(Kind.CONTINUATION, false, false, new byte[0]);
    assertThat(pieces).isZero();

    add(Kind.CONTINUATION, false, true, "two".getBytes(UTF_8));

    assertThat(read.toString(UTF_8)).isEqualTo("one two");
    assertThat(pieces).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00e9", "\u20ac", "\ud83d\ude00", "a\u00e9\u20ac\ud83d\ude00"})
  void compressedTextIsReadWhereverItsCharactersAreCut(String characters) {
    for (int before = 0; before < 4; before++) {
      String text = "x".repeat(before) + characters.repeat(5_000);
      read.reset();

      add(Kind.TEXT, true, true, deflated(text.getBytes(UTF_8)));

      assertThat(read.toString(UTF_8)).isEqualTo(text);
    }
    assertThat(pieces).isGreaterThan(4);
  }

  @Test
  void compressedBytesThatAreNoTextAreReadAsTheyAre() {
    byte[] bytes = new byte[50_000];
    Arrays.fill(bytes, (byte) 0xc3);

    add(Kind.BINARY, true, true, deflated(bytes));

    assertThat(read.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void textHasToBeUtf8ToItsEnd() {
    byte[] cut = Arrays.copyOf("\u20ac".repeat(5_000).getBytes(UTF_8), 14_999);
    byte[] twice = "\u20ac".repeat(5_000).getBytes(UTF_8);
    twice[10_000] = (byte) 0xe2;

    assertThat(closeCode(Kind.TEXT, false, cut)).isEqualTo(1007);
    assertThat(closeCode(Kind.TEXT, true, deflated(cut))).isEqualTo(1007);
    assertThat(closeCode(Kind.TEXT, true, deflated(twice))).isEqualTo(1007);
    assertThat(closeCode(Kind.TEXT, true, deflated(new byte[] {(byte) 0xff}))).isEqualTo(1007);
    assertThat(closeCode(Kind.TEXT, true, new byte[] {(byte) 0xff, (byte) 0xff})).isEqualTo(1007);
  }

  @Test
  void aMessageIsNoLongerInflatedThanAsItComes() {
    assertThat(closeCode(Kind.BINARY, false, new byte[MOST + 1])).isEqualTo(1009);
    assertThat(pieces).isZero();
    assertThat(closeCode(Kind.BINARY, true, deflated(new byte[10_000_000]))).isEqualTo(1009);
    assertThat(read.size()).isLessThanOrEqualTo(MOST);

    read.reset();
    add(Kind.BINARY, true, true, deflated(new byte[MOST]));
    assertThat(read.size()).isEqualTo(MOST);
  }

  @Test
  void whatNobodyWantsToReadIsNeitherInflatedNorJudged() {
    byte[] bomb = new byte[10_000_000];
    bomb[9_999_999] = (byte) 0xff;

    incoming.add(Kind.TEXT, true, true, deflated(bomb), piece -> ++pieces < 2);

    assertThat(pieces).isEqualTo(2);
  }

  private void add(Kind kind, boolean marked, boolean last, byte[] bytes) {
    incoming.add(
        kind,
        marked,
        last,
        bytes,
        piece -> {
          pieces++;
          read.writeBytes(piece);
          return true;
        });
  }

  private int closeCode(Kind kind, boolean marked, byte[] bytes) {
    int[] code = {0};
    assertThatExceptionOfType(WebSocketViolation.class)
        .isThrownBy(() -> add(kind, marked, true, bytes))
        .satisfies(violation -> code[0] = violation.closeCode());
    return code[0];
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(bytes);
      byte[] piece = new byte[bytes.length + 100];
      int length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(piece, length - 4);
    }
  }
}
