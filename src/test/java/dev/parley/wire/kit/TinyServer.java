package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server of a few lines whose every byte a test decides; one virtual thread per connection. */
final class TinyServer implements AutoCloseable {

  /** What the server does with one connection; an IOException ends it. */
  interface Conversation {
    void with(Peer peer) throws IOException;
  }

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private final Conversation conversation;

  TinyServer(Conversation conversation) throws IOException {
    this.conversation = conversation;
    Thread.ofVirtual().start(this::accept);
  }

  URI base() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  /** How the next conversation ended: "done" or the message of its IOException. */
  String end() throws InterruptedException {
    return Optional.ofNullable(ends.poll(10, TimeUnit.SECONDS)).orElse("goes on");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> serve(socket));
      }
    } catch (IOException e) {
      ends.add("closed");
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      conversation.with(new Peer(socket));
      ends.add("done");
    } catch (IOException e) {
      ends.add(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** One connection after its HTTP request has been read. */
  static final class Peer {

    final Socket socket;
    final InputStream in;
    final String request;
    final List<Header> headers = new ArrayList<>();

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
      request = HttpBody.headLine(in);
      for (String line = HttpBody.headLine(in); !line.isEmpty(); line = HttpBody.headLine(in)) {
        Header header = Header.of(line);
        headers.add(new Header(header.name(), header.value().strip()));
      }
    }

    String header(String name) {
      return new HttpAnswer(0, headers).header(name).orElse("");
    }

    String body() throws IOException {
      return new String(in.readNBytes(Integer.parseInt(header("Content-Length"))), UTF_8);
    }

    void write(String text) throws IOException {
      write(text.getBytes(UTF_8));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    void upgrade(String... more) throws IOException {
      write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
      write("Sec-WebSocket-Accept: " + UpgradeCheck.accept(header("Sec-WebSocket-Key")) + "\r\n");
      for (String line : more) {
        write(line + "\r\n");
      }
      write("\r\n");
    }

    void send(WebSocketFrame frame) throws IOException {
      write(frame.unmasked().encode());
    }

    WebSocketFrame frame() throws IOException {
      return WebSocketFrame.read(in).orElseThrow(() -> new IOException("end of stream"));
    }

    void chunk(String text) throws IOException {
      write(Integer.toHexString(text.getBytes(UTF_8).length) + "\r\n" + text + "\r\n");
    }
  }
}
