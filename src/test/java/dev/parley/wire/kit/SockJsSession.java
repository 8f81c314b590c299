package dev.parley.wire.kit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a SockJS client knows of its session: opened once, then messages, then an end. */
final class SockJsSession {

  final Arrivals arrivals = new Arrivals();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean open;

  /** Takes a frame in; false when the session is over. */
  boolean take(SockJsFrame frame) {
    switch (frame) {
      case SockJsFrame.Opened _ -> {
        if (open) {
          end(new Closed(Closed.WITHOUT_CLOSE, "the server opened another session"));
          return false;
        }
        open = true;
        begun.countDown();
      }
      case SockJsFrame.HeartBeat _ -> {}
      case SockJsFrame.Texts(var texts) -> {
        if (!open) {
          throw new WireViolation("messages before the session is open: " + texts);
        }
        texts.forEach(text -> arrivals.add(WireMessage.text(text)));
      }
      case SockJsFrame.Ended(Closed closed) -> {
        end(closed);
        return false;
      }
    }
    return true;
  }

  void end(Closed how) {
    arrivals.end(how);
    begun.countDown();
  }

  void end(WireViolation broken) {
    arrivals.end(broken);
    begun.countDown();
  }

  /** Fails the test unless the server opens the session in time. */
  void awaitOpened() {
    try {
      if (!begun.await(Deadline.USUAL.toNanos(), TimeUnit.NANOSECONDS) || !open) {
        throw new AssertionError("no open frame; " + arrivals.closed(Duration.ZERO));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the open frame", e);
    }
  }
}
