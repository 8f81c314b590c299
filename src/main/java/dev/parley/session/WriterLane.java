package dev.parley.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lane with a thread of its own, which does the large tasks; small ones run on the thread that
 * brings them, if nobody else is in the lane at that moment.
 *
 * <p>Sessions that got something are flushed after the tasks that wait, so that what piled up for a
 * socket leaves in one write. A very large room is flushed in slices, with the tasks that arrived
 * meanwhile between them.
 */
public final class WriterLane implements SocketLane, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WriterLane.class.getName());

  /** More writes than this are worth a hand-over. */
  private static final int SMALL = 16;

  /** So many tasks of others a visiting thread does before the lane's own takes over. */
  private static final int VISIT = 64;

  private static final int SLICE = 256;

  /** So many tasks may add to sessions before these are flushed, however many tasks wait. */
  private static final int MERGED = 64;

  private record Turn(Runnable task, int writes) {}

  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ArrayDeque<Session> unflushed = new ArrayDeque<>();
  private final Unwritten unwritten;
  private final Thread thread;
  private int merged;
  private int granted;
  private volatile boolean handedOver;
  private volatile boolean closed;

  WriterLane(String name, DeliveryTimes times) {
    unwritten = new Unwritten(times);
    thread = Thread.ofPlatform().name(name).daemon(true).start(this::work);
  }

  @Override
  public void run(Runnable task, int writes) {
    turns.add(new Turn(task, writes));
    if (waiting.getAndIncrement() == 0) {
      if (closed) {
        // The thread may have ended.
        drain(Integer.MAX_VALUE);
      } else if (isLarge(turns.peek())) {
        // The first that waits, which another thread may have given a moment before this one.
        handOver();
      } else {
        drain(VISIT);
      }
    }
  }

  @Override
  public void unflushed(Session session) {
    unflushed.add(session);
  }

  @Override
  public void delivered(long since) {
    unwritten.add(since, unflushed.size());
  }

  /** Nobody waits for the lane, and the task has not written to a slice of sessions already. */
  @Override
  public boolean grantsWrite() {
    boolean grants = granted < SLICE && waiting.get() == 1;
    if (grants) {
      granted++;
    }
    return grants;
  }

  /** Ends the thread once nothing waits; tasks that come later run on their callers' threads. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void work() {
    while (true) {
      if (handedOver) {
        handedOver = false;
        drain(Integer.MAX_VALUE);
      } else if (closed && waiting.get() == 0) {
        return;
      } else {
        // A task that left the thread interrupted would keep it from resting.
        var _ = Thread.interrupted();
        LockSupport.park(this);
      }
    }
  }

  /** Whoever calls this holds the lane, because it found nobody waiting or was handed it. */
  private void drain(int most) {
    int done = 0;
    while (true) {
      granted = 0;
      run(turns.remove().task());
      flush(SLICE);
      while (waiting.get() == 1 && !unflushed.isEmpty()) {
        flush(SLICE);
      }
      if (waiting.decrementAndGet() == 0) {
        return;
      }
      if (++done >= most || (most == VISIT && isLarge(turns.peek()))) {
        handOver();
        return;
      }
    }
  }

  private static boolean isLarge(@Nullable Turn turn) {
    return turn != null && turn.writes() > SMALL;
  }

  private void handOver() {
    handedOver = true;
    LockSupport.unpark(thread);
  }

  private void flush(int most) {
    if (waiting.get() > 1 && unflushed.size() < SLICE && ++merged < MERGED) {
      // More tasks are here already: what they add can leave in the same write.
      return;
    }
    merged = 0;
    int done = 0;
    while (done < most && !unflushed.isEmpty()) {
      run(unflushed.remove()::flush);
      done++;
    }
    unwritten.flushed(done);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      // The sockets of a lane did not cause each other's failures.
      LOG.log(System.Logger.Level.ERROR, "A task failed", failure);
    }
  }
}
