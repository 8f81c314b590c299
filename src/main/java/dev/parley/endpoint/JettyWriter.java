package dev.parley.endpoint;

import dev.parley.protocol.WebSocketHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.ExtensionStack;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;

/**
 * All that a WebSocket of Jetty writes, one write at a time: our messages, whose bytes are ready,
 * and the control frames that Jetty makes, such as the close that answers a violation.
 *
 * <p>Jetty's own writer would make a header and some objects for each recipient of each message,
 * which costs a third of a fan-out. And Jetty fails a write that begins during another, so what it
 * has to say itself takes its turn here.
 */
final class JettyWriter {

  private final WebSocketCoreSession session;
  private final EndPoint endPoint;

  /** The socket itself, where nothing such as TLS lies between. */
  private final @Nullable SocketChannel plain;

  private final Queue<Turn> turns = new ArrayDeque<>(0);
  private boolean writing;

  /** After a close frame, or a write that failed, nothing may follow. */
  private boolean ended;

  private JettyWriter(WebSocketCoreSession session) {
    this.session = session;
    this.endPoint = session.getConnection().getEndPoint();
    this.plain = endPoint instanceof SocketChannelEndPoint tcp ? tcp.getChannel() : null;
  }

  /** Takes the place of Jetty's writer. Before anything is written, and without extensions only. */
  static JettyWriter of(WebSocketCoreSession session) {
    JettyWriter writer = new JettyWriter(session);
    ExtensionStack stack = session.getExtensionStack();
    stack.initialize(stack.getNextIncoming(), writer::control, session);
    return writer;
  }

  /**
   * Writes whole WebSocket messages as they are, in one go.
   *
   * @param written completed, on any thread, when they have been handed to the network or have
   *     failed to be
   */
  void write(Callback written, ByteBuffer... messages) {
    take(new Turn(messages, written, false));
  }

  private void control(OutgoingEntry entry) {
    Frame frame = entry.getFrame();
    ByteBuffer bytes = WebSocketHeader.before(frame.getPayloadLength(), frame.getOpCode());
    if (frame.hasPayload()) {
      bytes.put(frame.getPayload().slice());
    }
    boolean close = frame.getOpCode() == OpCode.CLOSE;
    take(new Turn(new ByteBuffer[] {bytes.flip()}, entry.getCallback(), close));
  }

  private void take(Turn turn) {
    boolean refused;
    synchronized (this) {
      refused = ended;
      if (!refused) {
        ended = turn.close;
        if (writing) {
          turns.add(turn);
          return;
        }
        writing = true;
      }
    }
    if (refused) {
      turn.callback.failed(new ClosedChannelException());
    } else {
      turn.begin();
    }
  }

  private synchronized @Nullable Turn next() {
    Turn next = turns.poll();
    writing = next != null;
    return next;
  }

  private synchronized List<Turn> end() {
    ended = true;
    List<Turn> left = new ArrayList<>(turns);
    turns.clear();
    return left;
  }

  /** One write: from its beginning until the network has taken all of it. */
  private final class Turn implements Callback {

    private final ByteBuffer[] buffers;
    private final Callback callback;
    private final boolean close;

    Turn(ByteBuffer[] buffers, Callback callback, boolean close) {
      this.buffers = buffers;
      this.callback = callback;
      this.close = close;
    }

    void begin() {
      try {
        if (isTakenAtOnce()) {
          succeeded();
        } else {
          endPoint.write(this, buffers);
        }
      } catch (IOException failure) {
        failed(failure);
      }
    }

    /** One message to a socket that has room needs none of what a write that waits would need. */
    private boolean isTakenAtOnce() throws IOException {
      if (buffers.length > 1 || plain == null) {
        return false;
      }
      plain.write(buffers[0]);
      return !buffers[0].hasRemaining();
    }

    @Override
    public void succeeded() {
      if (close) {
        // The server is the first to end the TCP connection, RFC 6455 section 7.1.1.
        endPoint.shutdownOutput();
      }
      Turn next = next();
      callback.succeeded();
      if (next != null) {
        next.begin();
      }
    }

    @Override
    public void failed(Throwable cause) {
      List<Turn> left = end();
      session.processConnectionError(cause, Callback.NOOP);
      callback.failed(cause);
      left.forEach(turn -> turn.callback.failed(cause));
    }

    @Override
    public InvocationType getInvocationType() {
      return callback.getInvocationType();
    }
  }
}
