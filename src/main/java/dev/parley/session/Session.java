package dev.parley.session;

import dev.parley.identity.User;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.RefusalFrames;
import dev.parley.protocol.StompVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, from the handshake to its end: who it is, what waits to be written to
 * it, and whether it still lives.
 *
 * <p>What is sent is written in the order sent. More than {@code send-buffer} bytes waiting, or a
 * write that does not end within {@code send-timeout}, make it a slow consumer: its queue is
 * dropped and it is closed; it can resume.
 */
public final class Session {

  private final String id;
  private final Connection connection;
  private final SocketLane lane;
  private final SessionLimits limits;
  private final SendQueue queue;
  private final HeartBeat heartBeat;
  private final Tenure tenure = new Tenure();
  private final Waiters waiters = new Waiters();
  private volatile StompVersion version = StompVersion.V1_2;
  private volatile @Nullable User user;
  private volatile @Nullable Ending ending;

  private volatile boolean over;
  private boolean unflushed;

  Session(String id, Connection connection, SocketLane lane, SessionLimits limits, long now) {
    this.id = id;
    this.connection = connection;
    this.lane = lane;
    this.limits = limits;
    this.queue = new SendQueue(connection, lane, this::roundWritten);
    this.heartBeat = new HeartBeat(now);
  }

  public String id() {
    return id;
  }

  public SocketLane lane() {
    return lane;
  }

  public Connection connection() {
    return connection;
  }

  public HeartBeat heartBeat() {
    return heartBeat;
  }

  public Tenure tenure() {
    return tenure;
  }

  public StompVersion version() {
    return version;
  }

  /** Empty until CONNECT has succeeded. */
  public Optional<User> user() {
    return Optional.ofNullable(user);
  }

  /** CONNECT has named the version, {@code 1.2} until then; it may still fail. */
  public void speaks(StompVersion agreed) {
    version = agreed;
  }

  /** CONNECT has succeeded, or a new token has come. */
  public void connected(User who) {
    user = who;
  }

  /** Why the service ended the session; empty while it has not. */
  public Optional<RefusalCode> reason() {
    return Optional.ofNullable(ending).flatMap(Ending::reason);
  }

  /** The code that the service closed with; 0 while it has not. */
  public int closedWith() {
    return ending == null ? 0 : ending.closeCode();
  }

  public boolean isOpen() {
    return ending == null && !over;
  }

  /** Bytes that wait to be written; an estimate, from any thread. */
  public int waitingBytes() {
    return queue.waiting();
  }

  /** Sends from any thread, after everything that this thread sent before. */
  public void send(OutFrame frame) {
    lane.run(() -> push(frame), 1);
  }

  /** Sends; in the lane only. */
  public void push(OutFrame frame) {
    if (!isOpen()) {
      return;
    }
    if (queue.isTooFullFor(frame, limits)) {
      endInLane(new Refusal(RefusalCode.SLOW_CONSUMER), Optional.empty());
    } else {
      queue.add(frame);
      needsFlush();
    }
  }

  /**
   * As {@link #push}, but written on the spot where nothing is before it and nobody waits for the
   * lane, which spares the queue and a second visit. In the lane only.
   */
  public void pushAlone(OutFrame frame) {
    if (isOpen() && !unflushed && queue.isIdle() && lane.grantsWrite()) {
      queue.write(frame);
    } else {
      push(frame);
    }
  }

  /** Whether a replay may send more; in the lane only. */
  public boolean hasRoom() {
    return queue.hasRoom();
  }

  /**
   * Runs {@code more} in the lane when there is room, or when the session has ended, so that nobody
   * waits for ever: {@link #isOpen} tells which.
   */
  public void whenRoom(Runnable more) {
    if (isOpen()) {
      waiters.add(more);
      needsFlush();
    } else {
      more.run();
    }
  }

  /** Tells the client why, and closes; the first reason counts. From any thread. */
  public void end(Refusal refusal, Optional<String> receipt) {
    lane.run(() -> endInLane(refusal, receipt), 1);
  }

  /** Closes normally after what was sent, as DISCONNECT asks for. From any thread. */
  public void endNormally() {
    lane.run(() -> close(Ending.normal()), 1);
  }

  /** The connection is gone; nothing is written any more. From any thread, harmless twice. */
  public void gone() {
    lane.run(
        () -> {
          over = true;
          queue.clear();
          waiters.runAll();
        },
        0);
  }

  private void endInLane(Refusal refusal, Optional<String> receipt) {
    if (!isOpen()) {
      return;
    }
    if (refusal.code() == RefusalCode.SLOW_CONSUMER) {
      queue.clear();
    }
    queue.add(RefusalFrames.error(version, refusal, receipt));
    close(Ending.because(refusal.code()));
  }

  private void close(Ending how) {
    if (!isOpen()) {
      return;
    }
    ending = how;
    waiters.runAll();
    tenure.ended();
    needsFlush();
  }

  private void needsFlush() {
    if (!unflushed) {
      unflushed = true;
      lane.unflushed(this);
    }
  }

  /** Writes what waits; called by the lane after the tasks that added to it. */
  void flush() {
    unflushed = false;
    queue.flush();
    afterWrite();
  }

  private void roundWritten() {
    heartBeat.wrote(System.nanoTime());
    afterWrite();
  }

  private void afterWrite() {
    Ending how = ending;
    if (how != null && !over && queue.isIdle()) {
      over = true;
      connection.close(how.closeCode(), how.words());
    }
    waiters.run(this::hasRoom);
  }

  /** What the passing of time asks for; called every {@value Sessions#TICK_MILLIS} ms. */
  void tick(long now) {
    switch (due(now)) {
      case NOTHING -> {}
      case SEND -> send(OutFrame.HEART_BEAT);
      case PING -> connection.ping();
      case GIVE_UP -> end(new Refusal(RefusalCode.IDLE), Optional.empty());
      case NEVER_CONNECTED -> end(new Refusal(RefusalCode.CONNECT_TIMEOUT), Optional.empty());
      case TOO_SLOW -> lane.run(() -> endIfSlow(now), 1);
      case ABORT -> connection.abort();
    }
  }

  private Due due(long now) {
    if (!isOpen()) {
      return limits.lastWordsOver(ending, now) ? Due.ABORT : Due.NOTHING;
    }
    if (user == null) {
      return limits.connectTimedOut(heartBeat.openedAt(), now) ? Due.NEVER_CONNECTED : Due.NOTHING;
    }
    return queue.isSlow(limits, now) ? Due.TOO_SLOW : heartBeat.due(now);
  }

  private void endIfSlow(long now) {
    if (queue.isSlow(limits, now)) {
      endInLane(new Refusal(RefusalCode.SLOW_CONSUMER), Optional.empty());
    }
  }
}
