package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFramesTests {

  private static final int LONGEST = 20;

  private final EmbeddedChannel channel = new EmbeddedChannel(new ServerFrames(LONGEST));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void readsFramesHoweverTheyAreCutUp(int piece) {
    String wire =
        "\n\nCONNECTED\nversion:1.2\nversion:1.1\n\n\0\n"
            + "MESSAGE\ncontent-length:3\nack:a\\cb\n\n\0\n\0\0"
            + "MESSAGE\r\nack:2\r\n\r\nabc\0\n\n"
            + "RECEIPT\nreceipt-id:0\n\n\0";

    List<ServerFrame> frames = read(wire, piece);

    assertThat(frames)
        .extracting(ServerFrame::command)
        .containsExactly("CONNECTED", "MESSAGE", "MESSAGE", "RECEIPT");
    assertThat(frames.get(0).header("version")).isEqualTo("1.2");
    assertThat(frames.get(0).header("server")).isEmpty();
    assertThat(frames.get(1).header("ack")).isEqualTo("a\\cb");
    assertThat(frames.get(1).body()).containsExactly(0, '\n', 0);
    assertThat(frames.get(2).body()).containsExactly('a', 'b', 'c');
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1000})
  void aBodyThatIsTooLargeIsLeftOutAndTheNextFrameIsRead(int piece) {
    String large = "x".repeat(LONGEST + 1);
    String wire =
        "MESSAGE\nack:1\ncontent-length:21\n\n"
            + large
            + "\0MESSAGE\nack:2\n\n"
            + large.repeat(5)
            + "\0MESSAGE\nack:3\ncontent-length:20\n\n"
            + "y".repeat(LONGEST)
            + "\0";

    List<ServerFrame> frames = read(wire, piece);

    assertThat(frames).extracting(ServerFrame::cut).containsExactly(true, true, false);
    assertThat(frames).extracting(frame -> frame.header("ack")).containsExactly("1", "2", "3");
    assertThat(frames).extracting(frame -> frame.body().length).containsExactly(0, 0, LONGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AMQP\0\0\t\1",
        "HTTP/1.1 400 Bad Request\r\n\r\n\0HTTP\nno header\n\n",
        "MESSAGE\ncontent-length:-1\n\n\0",
        "MESSAGE\ncontent-length:9999999999999\n\n\0",
        "MESSAGE\ncontent-length:1\n\nabc\0",
      })
  void whatIsNotStompFails(String wire) {
    assertThatThrownBy(() -> read(wire, 1000)).isInstanceOf(CorruptedFrameException.class);
  }

  @Test
  void aHeadWithoutEndFails() {
    assertThatThrownBy(() -> read("a".repeat(100_000), 1000))
        .isInstanceOf(CorruptedFrameException.class);
  }

  @Test
  void explainsAnErrorInOneShortLine() {
    String wire = "ERROR\nmessage:Bad CONNECT\n\nNo\r\n\tway\u0007!!!!\n\0";

    assertThat(read(wire, 1000).getFirst().explanation()).isEqualTo("Bad CONNECT No way !!!!");
  }

  private List<ServerFrame> read(String wire, int piece) {
    byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
    }
    List<ServerFrame> frames = new ArrayList<>();
    for (ServerFrame next = channel.readInbound(); next != null; next = channel.readInbound()) {
      frames.add(next);
    }
    return frames;
  }
}
