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
  private final SocketLane lane;
  private final Runnable after;
  private final Runnable done = this::roundDone;
  private int waiting;

  /** How many frames: the queue itself is out of the processor's sight for most of its life. */
  private int count;

  private boolean writing;
  private volatile long writingSince;
  private @Nullable Thread writer;

  /**
   * @param after runs in the lane after each round
   */
  SendQueue(Connection connection, SocketLane lane, Runnable after) {
    this.connection = connection;
    this.lane = lane;
    this.after = after;
  }

  void add(OutFrame frame) {
    frames.add(frame);
    count++;
    waiting += frame.size();
  }

  void clear() {
    frames.clear();
    count = 0;
    waiting = 0;
  }

  /** Bytes that no round has taken yet; outside the lane an estimate. */
  int waiting() {
    return waiting;
  }

  boolean isIdle() {
    return !writing && count == 0;
  }

  boolean isWriting() {
    return writing;
  }

  /** Whether a replay may go on. */
  boolean hasRoom() {
    return waiting < ROUND;
  }

  /** Whether the client has let too much pile up to be sent this as well. */
  boolean isTooFullFor(OutFrame frame, SessionLimits limits) {
    boolean tooMuch = limits.sendBuffer() > 0 && waiting + frame.size() > limits.sendBuffer();
    // What waits for its flush only, while no write is under way, does not wait for the client.
    return tooMuch && waiting > 0 && writing;
  }

  /**
   * Whether the round under way takes too long. Outside the lane a guess: a round may just have
   * begun, and its time not be noted yet.
   */
  boolean isSlow(SessionLimits limits, long now) {
    return writing && limits.sendTimedOut(writingSince, now);
  }

  /** Begins rounds until one does not finish at once, or nothing waits. */
  void flush() {
    while (!writing && count > 0) {
      begin();
      writeRound();
      begun();
    }
  }

  /** A round of this frame alone; nothing waits and no round is under way. */
  void write(OutFrame frame) {
    begin();
    connection.write(frame, false, done);
    begun();
  }

  private void begin() {
    writing = true;
    writer = Thread.currentThread();
  }

  private void begun() {
    writer = null;
    if (writing) {
      writingSince = System.nanoTime();
    }
  }

  private void writeRound() {
    int bytes = 0;
    OutFrame next = take();
    while (true) {
      bytes += next.size();
      OutFrame following = frames.peek();
      if (following == null || bytes + following.size() > ROUND) {
        waiting -= bytes;
        connection.write(next, false, done);
        return;
      }
      connection.write(next, true, null);
      next = take();
    }
  }

  private OutFrame take() {
    count--;
    return frames.remove();
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
