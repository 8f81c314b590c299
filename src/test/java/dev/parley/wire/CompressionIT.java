package dev.parley.wire;

import static dev.parley.wire.CompressingGuest.RSV1;
import static dev.parley.wire.CompressingGuest.compressed;
import static dev.parley.wire.CompressingGuest.deflated;
import static dev.parley.wire.CompressingGuest.inflated;
import static dev.parley.wire.CompressingGuest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** permessage-deflate, RFC 7692, where it is switched on. */
@Timeout(60)
class CompressionIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.compression=true");

  private static String room() {
    return "/topic/rooms.small-" + stage.user();
  }

  private static String send(String room, String body) {
    return "SEND\ndestination:" + room + "\n\n" + body + "\0";
  }

  @EveryDoor
  void largeMessagesAreCompressedForWhoOffersIt(Way way) throws Exception {
    String room = room();
    String body = "around and around ".repeat(500);
    try (CompressingGuest one =
            new CompressingGuest(stage, way, "permessage-deflate; client_max_window_bits");
        CompressingGuest another =
            new CompressingGuest(
                stage, way, "x-unknown, permessage-deflate; server_max_window_bits=15");
        CompressingGuest plain =
            new CompressingGuest(stage, way, "permessage-deflate; server_max_window_bits=9")) {
      assertThat(one.answer())
          .containsOnlyOnce("permessage-deflate")
          .contains("server_no_context_takeover")
          .contains("client_no_context_takeover")
          .doesNotContain("window_bits");
      assertThat(another.answer()).contains("server_max_window_bits=15");
      assertThat(plain.answer()).doesNotContain("permessage-deflate");
      one.connects().joins(room);
      another.connects().joins(room);
      plain.connects().joins(room);

      one.sends(WebSocketFrame.text(send(room, body)));

      WebSocketFrame heard = one.hears();
      assertThat(heard.rsv()).isEqualTo(RSV1);
      assertThat(heard.payload()).hasSizeLessThan(body.length() / 10);
      assertThat(inflated(heard.payload())).startsWith("MESSAGE\n").endsWith(body + "\0");
      assertThat(another.hears().payload()).isEqualTo(heard.payload());
      WebSocketFrame whole = plain.hears();
      assertThat(whole.rsv()).isZero();
      assertThat(text(whole)).endsWith(body + "\0");
    }
  }

  @EveryDoor
  void whatWouldNotGetShorterIsLeftAsItIs(Way way) throws Exception {
    String room = room();
    byte[] noise = new byte[3_000];
    ThreadLocalRandom.current().nextBytes(noise);
    try (CompressingGuest guest = new CompressingGuest(stage, way, "permessage-deflate")) {
      guest.connects().joins(room);

      guest.sends(WebSocketFrame.text(send(room, "short")));
      WebSocketFrame small = guest.hears();
      byte[] head = ("SEND\ndestination:" + room + "\ncontent-length:3000\n\n").getBytes(UTF_8);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(head);
      frame.writeBytes(noise);
      frame.write(0);
      guest.sends(WebSocketFrame.of(WebSocketFrame.BINARY, frame.toByteArray()));
      WebSocketFrame binary = guest.hears();

      assertThat(small.rsv()).isZero();
      assertThat(text(small)).endsWith("short\0");
      assertThat(binary.rsv()).isZero();
      assertThat(binary.opcode()).isEqualTo(WebSocketFrame.BINARY);
    }
  }

  @EveryDoor
  void whatTheClientCompressedIsRead(Way way) throws Exception {
    String room = room();
    try (CompressingGuest guest = new CompressingGuest(stage, way, "permessage-deflate")) {
      guest.connects().joins(room);

      guest.sends(compressed(send(room, "one")));
      assertThat(text(guest.hears())).endsWith("\none\0");
      byte[] second = deflated(send(room, "two").getBytes(UTF_8));
      byte[] begin = Arrays.copyOf(second, 5);
      byte[] end = Arrays.copyOfRange(second, 5, second.length);
      guest.sends(WebSocketFrame.of(WebSocketFrame.TEXT, begin).withRsv(RSV1).unfinished());
      guest.sends(WebSocketFrame.of(WebSocketFrame.PING, new byte[0]));
      assertThat(guest.hears().opcode()).isEqualTo(WebSocketFrame.PONG);
      guest.sends(WebSocketFrame.of(WebSocketFrame.CONTINUATION, end));
      assertThat(text(guest.hears())).endsWith("\ntwo\0");
      guest.sends(WebSocketFrame.text(send(room, "three")));
      assertThat(text(guest.hears())).endsWith("\nthree\0");
    }
  }

  @EveryDoor
  void whatIsMarkedWronglyEndsTheConnection(Way way) throws Exception {
    assertThat(closeAfter(way, WebSocketFrame.text("\n").withRsv(2))).isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.text("\n").withRsv(1 | RSV1))).isEqualTo(1002);
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.PING, new byte[0]).withRsv(RSV1)))
        .isEqualTo(1002);
    assertThat(
            closeAfter(
                way,
                WebSocketFrame.text("\n").unfinished(),
                WebSocketFrame.of(WebSocketFrame.CONTINUATION, new byte[0]).withRsv(RSV1)))
        .isEqualTo(1002);
    byte[] nonsense = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.TEXT, nonsense).withRsv(RSV1)))
        .isEqualTo(1007);
    byte[] noText = deflated(new byte[] {(byte) 0xff});
    assertThat(closeAfter(way, WebSocketFrame.of(WebSocketFrame.TEXT, noText).withRsv(RSV1)))
        .isEqualTo(1007);
  }

  @EveryDoor
  void whoOffersNothingSpeaksPlainly(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());

    assertThat(socket.answer().header("Sec-WebSocket-Extensions")).isEmpty();
    socket.send(WebSocketFrame.text("\n").withRsv(RSV1));
    assertThat(socket.closed().code()).isEqualTo(1002);
  }

  private static int closeAfter(Way way, WebSocketFrame... frames) throws IOException {
    try (CompressingGuest guest = new CompressingGuest(stage, way, "permessage-deflate")) {
      for (WebSocketFrame frame : frames) {
        guest.sends(frame);
      }
      return guest.isClosed();
    }
  }
}
