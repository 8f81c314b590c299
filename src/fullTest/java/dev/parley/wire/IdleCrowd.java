package dev.parley.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.wire.kit.Tokens;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Opens that many WebSockets, each with a CONNECT of its own, and keeps them; says {@code open}.
 * Told a line, it closes every other with a close frame and cuts the rest; says {@code closed}. A
 * process of its own, because a process may not have as many files as both sides need.
 */
final class IdleCrowd {

  private static final int AT_ONCE = 100;
  private static final String HANDSHAKE =
      """
      GET /ws HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Semaphore opening = new Semaphore(AT_ONCE);
  private final Tokens tokens;
  private final int port;

  private IdleCrowd(int port, String secret) {
    this.port = port;
    this.tokens = Tokens.signedWith(secret);
  }

  public static void main(String[] arguments) throws Exception {
    IdleCrowd crowd = new IdleCrowd(Integer.parseInt(arguments[0]), arguments[1]);
    crowd.open(Integer.parseInt(arguments[2]));
    IO.println("open");
    IO.readln();
    crowd.close();
    IO.println("closed");
  }

  private void open(int count) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      String user = "idle-" + i;
      opening.acquire();
      Thread.startVirtualThread(
          () -> {
            connect(user);
            opening.release();
            left.countDown();
          });
    }
    left.await();
  }

  private void connect(String user) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      open.add(socket);
      socket.getOutputStream().write(HANDSHAKE.getBytes(US_ASCII));
      String connect = "CONNECT\naccept-version:1.2\nAuthorization:Bearer " + tokens.of(user);
      readUntil(socket.getInputStream(), "\r\n\r\n");
      socket.getOutputStream().write(WebSocketFrame.text(connect + "\n\n\0").encode());
      readUntil(socket.getInputStream(), "\n\n\0");
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void readUntil(InputStream in, String end) throws IOException {
    StringBuilder heard = new StringBuilder();
    byte[] bytes = new byte[1024];
    while (heard.indexOf(end) < 0) {
      int read = in.read(bytes);
      if (read < 0) {
        throw new IOException("it ended after " + heard);
      }
      heard.append(new String(bytes, 0, read, ISO_8859_1));
    }
  }

  private void close() throws IOException {
    boolean politely = true;
    for (Socket socket : open) {
      if (politely) {
        socket.getOutputStream().write(WebSocketFrame.close(1000, "").encode());
      }
      politely = !politely;
      socket.close();
    }
  }
}
