package dev.parley.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** permessage-deflate, RFC 7692, where it is switched on. */
@Timeout(60)
class CompressionIT {

  private static final int RSV1 = 4;
  @RegisterExtension static final Stage stage = Stage.with("--parley.compression=true");

  /** A client that sees the frames as they are. */
  private static final class Guest implements AutoCloseable {

    private final Socket socket;
    private final String answer;

    Guest(Way way, String offer) throws IOException {
      URI door = stage.at(way);
      socket = new Socket(door.getHost(), door.getPort());
      socket.setSoTimeout(20_000);
      String request =
          "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Extensions: "
              + offer
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      answer = head.toString();
    }

    Guest connects() throws IOException {
      sends(WebSocketFrame.text("CONNECT\nAuthorization:Bearer " + stage.token() + "\n\n\0"));
      assertThat(text(hears())).startsWith("CONNECTED\n");
      return this;
    }

    Guest joins(String room) throws IOException {
      sends(WebSocketFrame.text("SUBSCRIBE\nid:1\nreceipt:r\ndestination:" + room + "\n\n\0"));
      assertThat(text(hears())).startsWith("RECEIPT\n");
      return this;
    }

    void sends(WebSocketFrame frame) throws IOException {
      socket.getOutputStream().write(frame.encode());
    }

    WebSocketFrame hears() throws IOException {
      InputStream in = socket.getInputStream();
      return WebSocketFrame.read(in).orElseThrow(() -> new AssertionError("it has ended"));
    }

    int isClosed() throws IOException {
      WebSocketFrame last = hears();
      assertThat(last.opcode()).isEqualTo(WebSocketFrame.CLOSE);
      return ((last.payload()[0] & 0xff) << 8) | (last.payload()[1] & 0xff);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static String room() {
    return "/topic/rooms.small-" + stage.user();
  }

  private static String send(String room, String body) {
    return "SEND\ndestination:" + room + "\n\n" + body + "\0";
  }

  private static WebSocketFrame compressed(String text) {
    return WebSocketFrame.of(WebSocketFrame.TEXT, deflated(text.getBytes(UTF_8))).withRsv(RSV1);
  }

  @EveryDoor
  void largeMessagesAreCompressedForWhoOffersIt(Way way) throws Exception {
    String room = room();
    String body = "around and around ".repeat(500);
    try (Guest one = new Guest(way, "permessage-deflate; client_max_window_bits");
        Guest another = new Guest(way, "x-unknown, permessage-deflate; server_max_window_bits=15");
        Guest plain = new Guest(way, "permessage-deflate; server_max_window_bits=9")) {
      assertThat(one.answer)
          .containsOnlyOnce("permessage-deflate")
          .contains("server_no_context_takeover")
          .contains("client_no_context_takeover")
          .doesNotContain("window_bits");
      assertThat(another.answer).contains("server_max_window_bits=15");
      assertThat(plain.answer).doesNotContain("permessage-deflate");
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
    try (Guest guest = new Guest(way, "permessage-deflate")) {
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
    try (Guest guest = new Guest(way, "permessage-deflate")) {
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
  void aFewBytesThatWouldBecomeVeryManyAreNotInflated(Way way) throws Exception {
    Bystanders others = Bystanders.talking(stage, way);
    try (Guest guest = new Guest(way, "permessage-deflate")) {
      guest.connects();
      byte[] bomb = deflated(new byte[100_000_000]);
      assertThat(bomb).hasSizeLessThan(150_000);

      guest.sends(WebSocketFrame.of(WebSocketFrame.BINARY, bomb).withRsv(RSV1));

      assertThat(guest.isClosed()).isEqualTo(1009);
    }
    others.talkOn();
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
    try (Guest guest = new Guest(way, "permessage-deflate")) {
      for (WebSocketFrame frame : frames) {
        guest.sends(frame);
      }
      return guest.isClosed();
    }
  }

  private static String text(WebSocketFrame frame) {
    return new String(frame.payload(), UTF_8);
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(bytes);
      byte[] piece = new byte[bytes.length + 100];
      int length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(piece, length - 4);
    }
  }

  private static String inflated(byte[] bytes) throws DataFormatException {
    try (Inflater inflater = new Inflater(true)) {
      byte[] all = Arrays.copyOf(bytes, bytes.length + 4);
      all[all.length - 2] = (byte) 0xff;
      all[all.length - 1] = (byte) 0xff;
      inflater.setInput(all);
      byte[] text = new byte[1_000_000];
      return new String(text, 0, inflater.inflate(text), UTF_8);
    }
  }
}
