package dev.parley.session;

import dev.parley.protocol.OutFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection, counted in bytes. One round of writes is under way at
 * a time; what arrives meanwhile leaves together in the next. Touched in the lane only.
 */
final class SendQueue {

  /** One round; more would sit in the transport, where it can be neither dropped nor counted. */
  private static final int ROUND = 64 * 1024;

  private final ArrayDeque<OutFrame> frames = new ArrayDeque<>(0);
  private final Connection connection;
  private final WriterLane lane;
  private final Runnable after;
  private final Runnable done = this::roundDone;
  private int waiting;
  private boolean writing;
  private @Nullable Thread writer;

  /**
   * @param after runs in the lane after each round
   */
  SendQueue(Connection connection, WriterLane lane, Runnable after) {
    this.connection = connection;
    this.lane = lane;
    this.after = after;
  }

  void add(OutFrame frame) {
    frames.add(frame);
    waiting += frame.size();
  }

  void clear() {
    frames.clear();
    waiting = 0;
  }

  /** Bytes that no round has taken yet; outside the lane an estimate. */
  int waiting() {
    return waiting;
  }

  boolean isIdle() {
    return !writing && frames.isEmpty();
  }

  boolean isWriting() {
    return writing;
  }

  /** Begins rounds until one does not finish at once, or nothing waits. */
  void flush() {
    while (!writing && !frames.isEmpty()) {
      writing = true;
      writer = Thread.currentThread();
      writeRound();
      writer = null;
    }
  }

  private void writeRound() {
    int bytes = 0;
    OutFrame next = frames.remove();
    while (true) {
      bytes += next.size();
      OutFrame following = frames.peek();
      if (following == null || bytes + following.size() > ROUND) {
        waiting -= bytes;
        connection.write(next, false, done);
        return;
      }
      connection.write(next, true, null);
      next = frames.remove();
    }
  }

  private void roundDone() {
    if (Thread.currentThread().equals(writer)) {
      writing = false;
      after.run();
    } else {
      lane.run(this::resume, 1);
    }
  }

  private void resume() {
    writing = false;
    after.run();
    flush();
  }
}
