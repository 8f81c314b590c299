package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import dev.parley.protocol.OutFrame;
import dev.parley.session.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.eclipse.jetty.websocket.core.exception.CloseException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the Spring door, on Jetty's core: it hands us the frames as they are, and keeps
 * nothing of the handshake.
 */
final class JettyConnection implements Connection, FrameHandler {

  private final Reception reception;
  private final Arrival arrival;
  private final IncomingMessage incoming;
  private final ReadingPause reading = new ReadingPause();
  private @Nullable WebSocketCoreSession session;
  private @Nullable JettyWriter writer;
  private @Nullable Visit visit;
  private boolean compressed;

  /** Until the socket is open. */
  private Optional<BearerToken> token;

  /** The messages of a write that are not all known yet. */
  private @Nullable List<ByteBuffer> round;

  /**
   * @param mostBytes of one WebSocket message; 0: no limit
   * @param token what the handshake brought
   */
  JettyConnection(
      Reception reception, Arrival arrival, long mostBytes, Optional<BearerToken> token) {
    this.reception = reception;
    this.arrival = arrival;
    this.token = token;
    this.incoming = new IncomingMessage(mostBytes);
  }

  @Override
  public void onOpen(CoreSession opened, Callback callback) {
    session = (WebSocketCoreSession) opened;
    writer = JettyWriter.of(session);
    compressed = session.getExtensionStack().hasNegotiatedExtensions();
    Visit guest = reception.welcome(this, arrival);
    token.ifPresent(guest::presents);
    token = Optional.empty();
    visit = guest;
    callback.succeeded();
    guest.begin();
    opened.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.PING -> ping(payload(frame), callback);
      case OpCode.PONG -> pong(callback);
      // Jetty answers a close when the callback is completed.
      case OpCode.CLOSE -> callback.succeeded();
      default -> data(frame, callback);
    }
  }

  private void data(Frame frame, Callback callback) {
    if (visit != null) {
      visit.alive();
      read(visit, frame);
    }
    callback.succeeded();
    demand();
  }

  /** What this throws fails the callback, and Jetty closes with its code. */
  private void read(Visit guest, Frame frame) {
    IncomingMessage.Kind kind =
        switch (frame.getOpCode()) {
          case OpCode.TEXT -> IncomingMessage.Kind.TEXT;
          case OpCode.BINARY -> IncomingMessage.Kind.BINARY;
          default -> IncomingMessage.Kind.CONTINUATION;
        };
    try {
      incoming.add(kind, frame.isRsv1(), frame.isFin(), payload(frame), guest::received);
    } catch (WebSocketViolation violation) {
      throw new CloseException(violation.closeCode(), violation.getMessage());
    }
  }

  private static byte[] payload(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
    if (payload != null) {
      payload.get(bytes);
    }
    return bytes;
  }

  private void ping(byte[] payload, Callback callback) {
    callback.succeeded();
    if (visit != null && session != null) {
      visit.alive();
      // The next frame is read when the pong is written: who floods pings waits for the pongs.
      Frame pong = new Frame(OpCode.PONG, ByteBuffer.wrap(payload));
      session.sendFrame(pong, Callback.from(this::demand), false);
    }
  }

  private void pong(Callback callback) {
    callback.succeeded();
    if (visit != null) {
      visit.alive();
    }
    demand();
  }

  /** The end follows. */
  @Override
  public void onError(Throwable cause, Callback callback) {
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    if (visit != null) {
      visit.gone(status.getCode());
    }
    callback.succeeded();
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    ByteBuffer message = compressed ? frame.compressedMessage() : frame.webSocketMessage();
    if (round == null && !more) {
      if (writer != null) {
        writer.write(message, done);
      }
      return;
    }
    if (round == null) {
      round = new ArrayList<>();
    }
    round.add(message);
    if (!more && writer != null) {
      writer.write(round.toArray(ByteBuffer[]::new), done);
      round = null;
    }
  }

  @Override
  public boolean ping() {
    if (session != null) {
      session.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (session != null) {
      session.close(code, reason, Callback.NOOP);
    }
  }

  @Override
  public void abort() {
    if (session != null) {
      session.abort();
    }
  }

  @Override
  public String door() {
    return "spring";
  }

  @Override
  public boolean textOnly() {
    return false;
  }

  @Override
  public void pauseReading(boolean pause) {
    if (reading.pause(pause)) {
      demandNow();
    }
  }

  private void demand() {
    if (reading.mayRead()) {
      demandNow();
    }
  }

  /** Even when we have closed: the client's own close is still to be read. */
  private void demandNow() {
    if (session != null && session.isInputOpen()) {
      session.demand();
    }
  }
}
