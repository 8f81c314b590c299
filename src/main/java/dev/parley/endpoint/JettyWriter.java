package dev.parley.endpoint;

import dev.parley.protocol.WebSocketHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
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

  /** Those that wait for the write under way; made when first one does. */
  private @Nullable Queue<Turn> turns;

  private boolean writing;

  /** After a close frame, or a write that failed, nothing may follow. */
  private boolean ended;

  private JettyWriter(WebSocketCoreSession session) {
    this.session = session;
    this.endPoint = session.getConnection().getEndPoint();
    this.plain = endPoint instanceof SocketChannelEndPoint tcp ? tcp.getChannel() : null;
  }

  /**
   * Takes the place of Jetty's writer. Before anything is written, and with no extension that would
   * change what is written.
   */
  static JettyWriter of(WebSocketCoreSession session) {
    JettyWriter writer = new JettyWriter(session);
    ExtensionStack stack = session.getExtensionStack();
    if (stack.hasNegotiatedExtensions()) {
      stack.getExtensions().getLast().setNextOutgoingFrames(writer::control);
    } else {
      stack.initialize(stack.getNextIncoming(), writer::control, session);
    }
    return writer;
  }

  /**
   * Writes one whole WebSocket message as it is. A socket that has room takes it on the spot, and
   * then nothing of what a write that waits would need is made.
   *
   * @param written runs once, on any thread, when the message has been handed to the network or
   *     never will be
   */
  void write(ByteBuffer message, @Nullable Runnable written) {
    if (!takesAtOnce(message)) {
      write(new ByteBuffer[] {message}, written);
    } else if (!message.hasRemaining()) {
      endTurn(written);
    } else {
      turn(new ByteBuffer[] {message}, written).begin();
    }
  }

  /** As {@link #write(ByteBuffer, Runnable)}, of several messages in one go. */
  void write(ByteBuffer[] messages, @Nullable Runnable written) {
    take(turn(messages, written));
  }

  private Turn turn(ByteBuffer[] messages, @Nullable Runnable written) {
    Callback callback =
        written == null ? Callback.NOOP : Callback.from(InvocationType.NON_BLOCKING, written);
    return new Turn(messages, callback, false);
  }

  /** Whether it was our turn, and the socket had its chance to take what it has room for. */
  private boolean takesAtOnce(ByteBuffer message) {
    if (plain == null) {
      return false;
    }
    synchronized (this) {
      if (writing || ended) {
        return false;
      }
      writing = true;
    }
    try {
      plain.write(message);
    } catch (IOException failure) {
      // The write that follows fails with it, and tells the session.
    }
    return true;
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
          queue(turn);
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

  private void endTurn(@Nullable Runnable written) {
    Turn next = next();
    if (written != null) {
      written.run();
    }
    if (next != null) {
      next.begin();
    }
  }

  private void queue(Turn turn) {
    if (turns == null) {
      turns = new ArrayDeque<>(1);
    }
    turns.add(turn);
  }

  private synchronized @Nullable Turn next() {
    Turn next = turns == null ? null : turns.poll();
    writing = next != null;
    return next;
  }

  private synchronized List<Turn> end() {
    ended = true;
    List<Turn> left = turns == null ? List.of() : List.copyOf(turns);
    turns = null;
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
      endPoint.write(this, buffers);
    }

    @Override
    public void succeeded() {
      if (close) {
        // The server is the first to end the TCP connection, RFC 6455 section 7.1.1.
        endPoint.shutdownOutput();
      }
      endTurn(callback::succeeded);
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
