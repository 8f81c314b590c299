package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import dev.parley.protocol.OutFrame;
import dev.parley.session.Connection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/**
 * A client that comes by SockJS, by whatever transport. Writing there blocks, and over HTTP has to
 * wait until the client asks, so a virtual thread does it, which lives only while there is
 * something to write.
 *
 * <p>Hardly more than two rounds wait here. The rest waits in the session, which begins no round
 * before the last is written, counts it, and drops it where the client is too slow.
 */
final class SockJsConnection implements Connection {

  /** How often SockJS says that it lives where STOMP does not; two of them find a dead client. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /**
   * While the client does not ask, frames up to this size count as written, so that all of them
   * leave in its next answer and not only those of one round.
   */
  private static final int HELD = 64 * 1024;

  /** A frame and whom to tell; changed by the writer only. */
  private static final class Outgoing {

    private final OutFrame frame;
    private @Nullable Runnable done;

    Outgoing(OutFrame frame, @Nullable Runnable done) {
      this.frame = frame;
      this.done = done;
    }

    String text() {
      return new String(frame.bytes(), StandardCharsets.UTF_8);
    }

    void settle() {
      Runnable told = done;
      done = null;
      if (told != null) {
        told.run();
      }
    }
  }

  private final SockJsLine line;
  private final Visit visit;
  private final Queue<Outgoing> outgoing = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile @Nullable CloseStatus farewell;

  SockJsConnection(SockJsLine line, Reception reception, Arrival arrival) {
    this.line = line;
    this.visit = reception.welcome(this, arrival);
  }

  /** The line knows where to bring what it gets. */
  void begin() {
    visit.begin();
  }

  /** A request of the session brings a token. */
  void presents(BearerToken token) {
    visit.presents(token);
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    synchronized (outgoing) {
      outgoing.add(new Outgoing(frame, done));
    }
    if (!more) {
      goOn();
    }
  }

  @Override
  public boolean ping() {
    return false;
  }

  @Override
  public void close(int code, String reason) {
    farewell = new CloseStatus(code, reason);
    goOn();
  }

  @Override
  public void abort() {
    Thread.ofVirtual().name("parley-sockjs-abort").start(line::cut);
  }

  @Override
  public String door() {
    return "sockjs-" + line.way();
  }

  @Override
  public boolean textOnly() {
    return true;
  }

  @Override
  public void pauseReading(boolean pause) {
    line.pauseReading(pause);
  }

  @Override
  public void hearsEvery(Duration interval) {
    if (interval.compareTo(HEARTBEAT) <= 0) {
      line.disableHeartbeat();
    }
  }

  /** One SockJS message; one call at a time, in their order. */
  void received(String message) {
    if (farewell != null) {
      return;
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(message));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      visit.received(exact);
    } catch (CharacterCodingException loneSurrogate) {
      close(CloseStatus.BAD_DATA.getCode(), "");
    }
  }

  /** The client is gone, or we have closed. */
  void gone(int code) {
    visit.gone(code);
    line.pauseReading(false);
    goOn();
  }

  /** The line may have become ready, or there is something to write. */
  void goOn() {
    if (calls.getAndIncrement() == 0) {
      Thread.ofVirtual().name("parley-sockjs-writer").start(this::serve);
    }
  }

  private void serve() {
    int seen;
    do {
      seen = calls.get();
      serveOnce();
    } while (calls.addAndGet(-seen) != 0);
  }

  private void serveOnce() {
    List<Outgoing> round;
    synchronized (outgoing) {
      round = new ArrayList<>(outgoing);
    }
    CloseStatus last = farewell;
    if (!round.isEmpty()) {
      if (line.isClosed() || sent(round)) {
        forget(round);
        round.forEach(Outgoing::settle);
        // Those held until now were settled before: nobody else comes for the end.
        calls.getAndIncrement();
      } else if (round.stream().mapToInt(held -> held.frame.size()).sum() < HELD) {
        round.forEach(Outgoing::settle);
      }
    } else if (last != null) {
      line.end(last);
    }
  }

  private boolean sent(List<Outgoing> round) {
    try {
      return line.send(round.stream().map(Outgoing::text).toList());
    } catch (RuntimeException failure) {
      // Whatever the transport has met: after half a frame nothing can follow.
      line.cut();
      return true;
    }
  }

  private void forget(List<Outgoing> round) {
    synchronized (outgoing) {
      round.forEach(written -> outgoing.remove());
    }
  }
}
