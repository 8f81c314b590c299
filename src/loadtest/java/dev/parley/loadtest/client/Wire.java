package dev.parley.loadtest.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;

/**
 * A WebSocket (RFC 6455) that blocks, for a virtual thread each. One thread reads, any may write;
 * {@link #cut} ends both at once.
 */
final class Wire {

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LARGEST = 16 << 20;

  private final ReentrantLock writing = new ReentrantLock();
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8192));
    this.out = socket.getOutputStream();
  }

  /**
   * Opens {@code /ws} of a node.
   *
   * @param node {@code http}, {@code https}, {@code ws} or {@code wss}, host and port
   * @param patience for the connection, the handshake and the first answer after it
   */
  static Wire open(URI node, Duration patience) throws IOException {
    boolean secure = node.getScheme().equals("https") || node.getScheme().equals("wss");
    int port = node.getPort() < 0 ? (secure ? 443 : 80) : node.getPort();
    Socket socket = secure ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      socket.connect(new InetSocketAddress(node.getHost(), port), (int) patience.toMillis());
      Wire wire = new Wire(socket);
      wire.handshake(node);
      return wire;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void handshake(URI node) throws IOException {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    String request =
        "GET /ws HTTP/1.1\r\nHost: "
            + node.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
            + "\r\nSec-WebSocket-Protocol: v12.stomp\r\nSec-WebSocket-Key: "
            + Base64.getEncoder().encodeToString(key)
            + "\r\n\r\n";
    out.write(request.getBytes(ISO_8859_1));
    String status = line();
    if (!status.contains(" 101 ")) {
      throw new IOException("the handshake was answered with " + status);
    }
    String header = line();
    while (!header.isEmpty()) {
      // It says nothing that was not asked for.
      header = line();
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  /** From now on reading may take as long as it takes. */
  void waitForever() throws IOException {
    socket.setSoTimeout(0);
  }

  /** The next whole message; empty once the other side has ended, politely or not. */
  Optional<byte[]> read() throws IOException {
    ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);
    while (true) {
      int first;
      try {
        first = in.readUnsignedByte();
      } catch (EOFException end) {
        return Optional.empty();
      }
      byte[] payload = payload();
      boolean last = (first & 0x80) != 0;
      switch (first & 15) {
        case PING -> send(PONG, payload);
        case PONG -> {}
        case CLOSE -> {
          send(CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length)));
          return Optional.empty();
        }
        default -> {
          if (last && pieces.size() == 0) {
            return Optional.of(payload);
          }
          pieces.writeBytes(payload);
          if (last) {
            return Optional.of(pieces.toByteArray());
          }
        }
      }
    }
  }

  private byte[] payload() throws IOException {
    int second = in.readUnsignedByte();
    long length = second & 127;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (length > LARGEST || (second & 128) != 0) {
      throw new IOException("a frame that no server sends");
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return payload;
  }

  /** Sends one text message. */
  void send(byte[] message) throws IOException {
    send(TEXT, message);
  }

  private void send(int opcode, byte[] payload) throws IOException {
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(0x80 | opcode);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i & 3]);
    }
    writing.lock();
    try {
      out.write(frame.toByteArray());
    } finally {
      writing.unlock();
    }
  }

  /** Vanishes: no close, and the other side gets a reset. */
  void cut() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    close();
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }
}
