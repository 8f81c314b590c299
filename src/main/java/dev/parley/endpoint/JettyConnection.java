package dev.parley.endpoint;

import dev.parley.protocol.OutFrame;
import dev.parley.session.Connection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of the Spring door. Frames go to Jetty's core session as they are: no string, no
 * blocked thread, and those that are ready together leave in one write.
 */
public final class JettyConnection implements Connection, Session.Listener {

  /** A longer message leaves in several frames, RFC 6455 section 5.4: Jetty limits ours too. */
  private static final int PIECE = 64 * 1024;

  private final Reception reception;
  private final ReadingPause reading = new ReadingPause();
  private @Nullable Session session;
  private @Nullable CoreSession core;
  private @Nullable Visit visit;

  JettyConnection(Reception reception) {
    this.reception = reception;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    core = ((WebSocketSession) opened).getCoreSession();
    visit = reception.welcome(this);
    opened.demand();
  }

  @Override
  public void onWebSocketText(String text) {
    received(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void onWebSocketBinary(
      ByteBuffer payload, org.eclipse.jetty.websocket.api.Callback callback) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    callback.succeed();
    received(bytes);
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    ByteBuffer echo = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    if (visit != null && core != null) {
      visit.alive();
      // The next frame is read when the pong is written: who floods pings waits for the pongs.
      core.sendFrame(new Frame(OpCode.PONG, echo), Callback.from(this::demand), false);
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    if (visit != null) {
      visit.alive();
    }
    demand();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    gone(StatusCode.NO_CLOSE);
  }

  @Override
  public void onWebSocketClose(
      int code, String reason, org.eclipse.jetty.websocket.api.Callback callback) {
    gone(code);
    callback.succeed();
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    CoreSession socket = core;
    if (socket == null) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
    byte opCode = frame.text() ? OpCode.TEXT : OpCode.BINARY;
    while (bytes.remaining() > PIECE) {
      ByteBuffer piece = bytes.slice(bytes.position(), PIECE);
      bytes.position(bytes.position() + PIECE);
      socket.sendFrame(new Frame(opCode, false, piece), Callback.NOOP, true);
      opCode = OpCode.CONTINUATION;
    }
    Callback callback =
        done == null ? Callback.NOOP : Callback.from(InvocationType.NON_BLOCKING, done);
    socket.sendFrame(new Frame(opCode, true, bytes.slice()), callback, more);
  }

  @Override
  public boolean ping() {
    if (core != null) {
      core.sendFrame(new Frame(OpCode.PING), Callback.NOOP, false);
    }
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (session != null) {
      session.close(code, reason, org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
  }

  @Override
  public void abort() {
    if (session != null) {
      session.disconnect();
    }
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

  private void received(byte[] bytes) {
    if (visit != null) {
      visit.received(bytes);
    }
    demand();
  }

  private void demand() {
    if (reading.mayRead()) {
      demandNow();
    }
  }

  /** Even when we have closed: the client's own close is still to be read. */
  private void demandNow() {
    if (session != null && core != null && core.isInputOpen()) {
      session.demand();
    }
  }

  private void gone(int code) {
    if (visit != null) {
      visit.gone(code);
    }
  }
}
