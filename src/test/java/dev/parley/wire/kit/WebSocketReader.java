package dev.parley.wire.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads a server's frames on a virtual thread of its own and answers pings and the close. */
final class WebSocketReader {

  final Arrivals arrivals = new Arrivals();
  final BlockingQueue<WebSocketFrame> pongs = new LinkedBlockingQueue<>();
  final BlockingQueue<WebSocketFrame> pings = new LinkedBlockingQueue<>();
  volatile boolean answersPings = true;
  volatile boolean answersClose = true;

  private final MessageAssembler assembler = new MessageAssembler();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final TcpConnection connection;
  private boolean closeCame;

  WebSocketReader(TcpConnection connection) {
    this.connection = connection;
  }

  void start(String name) {
    Thread.ofVirtual().name(name).start(this::read);
  }

  /** For a connection that never became a WebSocket. */
  void refused(HttpAnswer answer) {
    over("handshake answered " + answer.status());
  }

  boolean ended(Duration wait) {
    try {
      return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the end", e);
    }
  }

  private void read() {
    try {
      Optional<WebSocketFrame> frame = WebSocketFrame.read(connection.in());
      while (frame.isPresent()) {
        take(frame.get());
        frame = WebSocketFrame.read(connection.in());
      }
      over("end of stream");
    } catch (IOException e) {
      over(String.valueOf(e.getMessage()));
    } catch (WireViolation e) {
      arrivals.end(e);
      connection.close();
      over("violation");
    }
  }

  private void take(WebSocketFrame frame) {
    if (closeCame) {
      throw new WireViolation("a frame after the close: " + frame);
    }
    MessageAssembler.checkFlags(frame);
    switch (frame.opcode()) {
      case WebSocketFrame.PING -> {
        pings.add(frame);
        if (answersPings) {
          reply(WebSocketFrame.of(WebSocketFrame.PONG, frame.payload()));
        }
      }
      case WebSocketFrame.PONG -> pongs.add(frame);
      case WebSocketFrame.CLOSE -> {
        closeCame = true;
        Closed closed = MessageAssembler.closed(frame);
        if (answersClose) {
          answersClose = false;
          reply(WebSocketFrame.of(WebSocketFrame.CLOSE, frame.payload()));
        }
        arrivals.end(closed);
      }
      default -> assembler.add(frame).ifPresent(arrivals::add);
    }
  }

  /** Not on the reader: a test that blocks in a write must not keep it from reading. */
  private void reply(WebSocketFrame frame) {
    Thread.startVirtualThread(
        () -> {
          try {
            connection.write(frame.encode());
          } catch (UncheckedIOException e) {
            // The reader meets the same end, after all that came before it.
          }
        });
  }

  private void over(String why) {
    arrivals.end(new Closed(Closed.WITHOUT_CLOSE, why));
    ended.countDown();
  }
}
