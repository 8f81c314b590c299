package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflateTests {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 100_000})
  void whatWasCompressedIsThereAgain(int size) throws Exception {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    byte[] order = "0123456789".repeat(size / 10 + 1).getBytes(UTF_8);

    assertThat(inflated(MessageDeflate.compress(ByteBuffer.wrap(noise)))).isEqualTo(noise);
    assertThat(inflated(MessageDeflate.compress(ByteBuffer.wrap(order)))).isEqualTo(order);
  }

  @Test
  void nothingIsRememberedBetweenMessages() {
    byte[] first = MessageDeflate.compress(ByteBuffer.wrap("the same again".getBytes(UTF_8)));
    byte[] second = MessageDeflate.compress(ByteBuffer.wrap("the same again".getBytes(UTF_8)));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void noMoreIsInflatedThanSomebodyReads() throws Exception {
    byte[] bomb = MessageDeflate.compress(ByteBuffer.wrap(new byte[10_000_000]));
    List<byte[]> read = new ArrayList<>();

    boolean all =
        MessageDeflate.inflate(
            bomb,
            piece -> {
              read.add(piece);
              return read.size() < 3;
            });

    assertThat(all).isFalse();
    assertThat(read).hasSize(3).allSatisfy(piece -> assertThat(piece).hasSizeLessThan(5_000));
    byte[] next = MessageDeflate.compress(ByteBuffer.wrap("next".getBytes(UTF_8)));
    assertThat(inflated(next)).asString(UTF_8).isEqualTo("next");
  }

  @Test
  void nonsenseIsNoMessageAndHarmsNoLaterOne() throws Exception {
    byte[] nonsense = {(byte) 0xff, (byte) 0xff};
    assertThatThrownBy(() -> inflated(nonsense)).isInstanceOf(DataFormatException.class);

    byte[] compressed = MessageDeflate.compress(ByteBuffer.wrap("sound".getBytes(UTF_8)));
    assertThat(inflated(compressed)).asString(UTF_8).isEqualTo("sound");
  }

  @Test
  void aFrameIsCompressedOnceForAll() {
    OutFrame large = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), new byte[2_000]);
    OutFrame small = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), new byte[100]);

    ByteBuffer once = large.compressedMessage();
    ByteBuffer again = large.compressedMessage();
    assertThat(again.arrayOffset()).isEqualTo(once.arrayOffset());
    assertThat(again.array()).isSameAs(once.array());
    assertThat(once.get(0)).isEqualTo((byte) (0x80 | 0x40 | 1));
    assertThat(once.remaining()).isLessThan(200);
    assertThat(large.webSocketMessage().remaining()).isGreaterThan(2_000);
    assertThat(small.compressedMessage()).isEqualTo(small.webSocketMessage());
  }

  private static byte[] inflated(byte[] compressed) throws DataFormatException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    assertThat(
            MessageDeflate.inflate(
                compressed,
                piece -> {
                  all.writeBytes(piece);
                  return true;
                }))
        .isTrue();
    return all.toByteArray();
  }
}
