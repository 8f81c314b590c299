package dev.parley.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.WebSocketFrame;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A client that offers permessage-deflate, RFC 7692, and sees the frames as they are. */
final class CompressingGuest implements AutoCloseable {

  static final int RSV1 = 4;

  private final Stage stage;
  private final Socket socket;
  private final String answer;

  CompressingGuest(Stage stage, Way way, String offer) throws IOException {
    this.stage = stage;
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

  CompressingGuest connects() throws IOException {
    sends(WebSocketFrame.text("CONNECT\nAuthorization:Bearer " + stage.token() + "\n\n\0"));
    assertThat(text(hears())).startsWith("CONNECTED\n");
    return this;
  }

  CompressingGuest joins(String room) throws IOException {
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
    return closeCode(last);
  }

  static int closeCode(WebSocketFrame close) {
    return ((close.payload()[0] & 0xff) << 8) | (close.payload()[1] & 0xff);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What the service answered to the offer. */
  String answer() {
    return answer;
  }

  static WebSocketFrame compressed(String text) {
    return WebSocketFrame.of(WebSocketFrame.TEXT, deflated(text.getBytes(UTF_8))).withRsv(RSV1);
  }

  static String text(WebSocketFrame frame) {
    return new String(frame.payload(), UTF_8);
  }

  static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(bytes);
      byte[] piece = new byte[bytes.length + 100];
      int length = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
      return Arrays.copyOf(piece, length - 4);
    }
  }

  static String inflated(byte[] bytes) throws DataFormatException {
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
