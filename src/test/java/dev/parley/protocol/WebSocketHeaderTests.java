package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.WebSocketFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketHeaderTests {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000})
  void announcesThePayloadThatFollows(int size) throws IOException {
    ByteBuffer frame = WebSocketHeader.before(size, WebSocketFrame.PING);
    assertThat(frame.remaining()).isEqualTo(size);

    WebSocketFrame read = read(frame.position(frame.limit()).flip());

    assertThat(read.payload()).hasSize(size);
    assertThat(read.opcode()).isEqualTo(WebSocketFrame.PING);
    assertThat(read.fin()).isTrue();
    assertThat(read.masked()).isFalse();
    assertThat(read.rsv()).isZero();
  }

  @Test
  void frameIsOneMessageAsTextOrAsBytes() throws IOException {
    OutFrame text = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), new byte[] {'h', 'i'});
    OutFrame bytes = OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), new byte[] {-1});

    assertThat(read(text.webSocketMessage()).opcode()).isEqualTo(WebSocketFrame.TEXT);
    assertThat(read(text.webSocketMessage()).payload()).isEqualTo(text.bytes());
    assertThat(read(bytes.webSocketMessage()).opcode()).isEqualTo(WebSocketFrame.BINARY);
    assertThat(read(bytes.webSocketMessage()).payload()).isEqualTo(bytes.bytes());
  }

  @Test
  void frameCanBeWrittenAgainAndAgain() throws IOException {
    ByteBuffer first = OutFrame.HEART_BEAT.webSocketMessage();
    first.position(first.limit());

    assertThat(read(OutFrame.HEART_BEAT.webSocketMessage()).payload()).containsExactly('\n');
  }

  private static WebSocketFrame read(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return WebSocketFrame.read(new ByteArrayInputStream(bytes)).orElseThrow();
  }
}
