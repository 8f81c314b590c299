package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SockJS over HTTP: frames come by one of the {@link Downstream}s, asked for again and again on a
 * virtual thread, each on a connection of its own; messages leave by {@code xhr_send}.
 */
final class SockJsHttpWire implements Wire {

  private final Tap.Gate gate = new Tap.Gate();
  private final SockJsSession session = new SockJsSession();
  private final URI address;
  private final Downstream downstream;
  private final Handshake handshake;
  private final Object receiving = new Object();
  private Optional<TcpConnection> receiver = Optional.empty();
  private boolean left;

  private SockJsHttpWire(URI address, Downstream downstream, Handshake handshake) {
    this.address = address;
    this.downstream = downstream;
    this.handshake = handshake.usually("Connection", "close");
  }

  /** Opens a session at {@code …/ws/{server}/{session}} and waits for its open frame. */
  static SockJsHttpWire open(URI address, Downstream downstream, Handshake handshake) {
    SockJsHttpWire wire = new SockJsHttpWire(address, downstream, handshake);
    Thread.ofVirtual().name("receiver of " + address).start(wire::receive);
    wire.session.awaitOpened();
    return wire;
  }

  @Override
  public void send(String text) {
    byte[] body = JsonText.array(List.of(text)).getBytes(UTF_8);
    URI uri = URI.create(address + "/xhr_send");
    try {
      TcpConnection connection = TcpConnection.open(uri, 0, new Tap.Gate());
      try {
        Handshake request =
            handshake
                .usually("Content-Type", "text/plain;charset=UTF-8")
                .usually("Content-Length", Integer.toString(body.length));
        connection.request("POST", uri, request, body);
        HttpAnswer answer = connection.answer(Deadline.USUAL);
        if (answer.status() != 204) {
          throw new IOException("xhr_send answered " + answer);
        }
      } finally {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(byte[] bytes) {
    throw new UnsupportedOperationException("SockJS carries text only");
  }

  @Override
  public boolean carriesBinary() {
    return false;
  }

  @Override
  public Optional<WireMessage> next(Duration wait) {
    return session.arrivals.next(wait);
  }

  @Override
  public Optional<Closed> closed(Duration wait) {
    return session.arrivals.closed(wait);
  }

  @Override
  public void stopReading() {
    gate.shut(true);
  }

  @Override
  public void resumeReading() {
    gate.shut(false);
  }

  /** A client has no other way to leave: it drops its request and asks no more. */
  @Override
  public void cut() {
    synchronized (receiving) {
      left = true;
      receiver.ifPresent(TcpConnection::close);
    }
    gate.shut(false);
  }

  /** A poll that ends is no end for the server: without a word it keeps the session for a while. */
  @Override
  public void leave() {
    try {
      if (closed(Duration.ZERO).isEmpty()) {
        send("DISCONNECT\n\n\0");
        closed(Duration.ofSeconds(2));
      }
    } catch (UncheckedIOException | WireViolation gone) {
      // It has ended in another way; whoever reads has seen how.
    } finally {
      cut();
    }
  }

  @Override
  public void close() {
    cut();
  }

  private void receive() {
    try {
      boolean more = true;
      while (more) {
        gate.pass();
        more = receiveOneAnswer();
      }
    } catch (IOException | UncheckedIOException e) {
      session.end(new Closed(Closed.WITHOUT_CLOSE, String.valueOf(e.getMessage())));
    } catch (WireViolation e) {
      session.end(e);
    }
  }

  /** Whether the session goes on with another request. */
  private boolean receiveOneAnswer() throws IOException {
    URI uri = URI.create(address + downstream.path());
    TcpConnection connection = TcpConnection.open(uri, handshake.receiveBuffer(), gate);
    try {
      if (!uses(connection)) {
        return false;
      }
      Handshake request =
          downstream.method().equals("POST") ? handshake.usually("Content-Length", "0") : handshake;
      connection.request(downstream.method(), uri, request, new byte[0]);
      HttpAnswer answer = connection.answer(Duration.ZERO);
      HttpBody body = new HttpBody(connection.in(), answer);
      if (answer.status() != 200) {
        String why = downstream.path() + " answered " + answer.status() + " " + body.rest();
        session.end(new Closed(Closed.WITHOUT_CLOSE, why));
        return false;
      }
      return takeAll(body);
    } finally {
      connection.close();
    }
  }

  private boolean takeAll(HttpBody body) throws IOException {
    int frames = 0;
    Optional<String> line = body.line();
    while (line.isPresent()) {
      Optional<SockJsFrame> frame = downstream.frame(line.get());
      if (frame.isPresent() && !session.take(frame.get())) {
        return false;
      }
      frames += frame.isPresent() ? 1 : 0;
      line = body.line();
    }
    if (frames == 0) {
      // Asking again would be answered the same way, without end.
      session.end(new Closed(Closed.WITHOUT_CLOSE, downstream.path() + " held no frame"));
    }
    return frames > 0;
  }

  private boolean uses(TcpConnection connection) {
    synchronized (receiving) {
      receiver = Optional.of(connection);
      if (left) {
        session.end(new Closed(Closed.WITHOUT_CLOSE, "the client has left"));
      }
      return !left;
    }
  }
}
