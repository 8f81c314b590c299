package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A plain TCP connection with one HTTP/1.1 request at its beginning. Reads belong to one thread;
 * writes may come from any, each whole.
 */
final class TcpConnection {

  private final Socket socket = new Socket();
  private final ReentrantLock writing = new ReentrantLock();
  private final InputStream in;

  private TcpConnection(URI uri, int receiveBuffer, Tap.Gate gate) throws IOException {
    if (!"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException("the kit speaks plain http only, not " + uri);
    }
    if (receiveBuffer > 0) {
      // Only before connecting does it also bound the window that is announced.
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    int timeout = (int) Deadline.USUAL.toMillis();
    socket.connect(new InetSocketAddress(uri.getHost(), port), timeout);
    in = new BufferedInputStream(new Tap(socket.getInputStream(), gate));
  }

  /** Connects to the host and port of a plain http URI. */
  static TcpConnection open(URI uri, int receiveBuffer, Tap.Gate gate) throws IOException {
    return new TcpConnection(uri, receiveBuffer, gate);
  }

  InputStream in() {
    return in;
  }

  /** Sends a request with the handshake's headers. */
  void request(String method, URI uri, Handshake handshake, byte[] body) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(uri.getRawPath()).append(query).append(" HTTP/1.1\r\n");
    for (Header header : handshake.usually("Host", uri.getAuthority()).headers()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    byte[] headBytes = head.append("\r\n").toString().getBytes(UTF_8);
    byte[] request = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, request, 0, headBytes.length);
    System.arraycopy(body, 0, request, headBytes.length, body.length);
    write(request);
  }

  /** Reads the head of the answer; it may be waited for that long, and without end if zero. */
  HttpAnswer answer(Duration wait) throws IOException {
    socket.setSoTimeout((int) wait.toMillis());
    HttpAnswer answer = answer();
    socket.setSoTimeout(0);
    return answer;
  }

  private HttpAnswer answer() throws IOException {
    String[] status = HttpBody.headLine(in).split(" ", 3);
    List<Header> headers = new ArrayList<>();
    for (String line = HttpBody.headLine(in); !line.isEmpty(); line = HttpBody.headLine(in)) {
      Header header = Header.of(line);
      headers.add(new Header(header.name(), header.value().strip()));
    }
    return new HttpAnswer(Integer.parseInt(status[1]), headers);
  }

  void write(byte[] bytes) {
    inPieces(bytes, bytes.length);
  }

  /** Writes in pieces of that size, each given to the network by itself, nothing in between. */
  void inPieces(byte[] bytes, int size) {
    writing.lock();
    try {
      for (int at = 0; at < bytes.length; at += size) {
        socket.getOutputStream().write(bytes, at, Math.min(size, bytes.length - at));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
  }

  /** Ends with FIN. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends with RST: what is under way in either direction is lost. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
  }
}
