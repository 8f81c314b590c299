package dev.parley.wire.kit;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** SockJS frames inside a WebSocket: the transport that sockjs-client tries first. */
final class SockJsWebSocketWire implements Wire {

  private final SockJsSession session = new SockJsSession();
  private final RawWebSocket socket;

  private SockJsWebSocketWire(RawWebSocket socket) {
    this.socket = socket;
  }

  /** Opens a session at {@code …/ws/{server}/{session}} and waits for its open frame. */
  static SockJsWebSocketWire open(URI address, Handshake handshake) {
    URI uri = URI.create(address + "/websocket");
    SockJsWebSocketWire wire = new SockJsWebSocketWire(RawWebSocket.open(uri, handshake));
    Thread.ofVirtual().name("unwrapper of " + uri).start(wire::receive);
    wire.session.awaitOpened();
    return wire;
  }

  private void receive() {
    try {
      boolean more = true;
      while (more) {
        more = takeNext();
      }
    } catch (WireViolation e) {
      session.end(e);
      socket.cut();
    }
  }

  private boolean takeNext() {
    Optional<WireMessage> message = socket.next(Duration.ofDays(1));
    if (message.isEmpty()) {
      session.end(socket.closed());
      return false;
    }
    if (message.get().binary()) {
      throw new WireViolation("a binary message over SockJS");
    }
    return session.take(SockJsFrame.parse(message.get().text()));
  }

  @Override
  public void send(String text) {
    socket.send(JsonText.array(List.of(text)));
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
    socket.stopReading();
  }

  @Override
  public void resumeReading() {
    socket.resumeReading();
  }

  @Override
  public void cut() {
    socket.cut();
  }

  @Override
  public void close() {
    socket.close();
  }
}
