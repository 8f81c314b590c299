package dev.parley.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The lane of sockets that an event loop owns. What the loop itself brings runs at once; what other
 * threads bring is one hand-over, however many tasks they bring until the loop takes them.
 *
 * <p>Sessions that got something are flushed at the end of the loop's round, so that all that the
 * round had for a socket leaves in one write. A very large room is flushed in slices, with the
 * loop's other sockets between them.
 */
public final class LoopLane implements SocketLane {

  private static final System.Logger LOG = System.getLogger(LoopLane.class.getName());

  private static final int SLICE = 256;

  /** So many tasks of other threads may run before the loop looks at its sockets again. */
  private static final int VISIT = 256;

  /** What a lane needs of the loop: it does one thing at a time, and says whether it is us. */
  public interface Loop {

    boolean isCurrent();

    /**
     * Runs the task at the end of this round of the loop, after those given before.
     *
     * @throws RejectedExecutionException once the loop has ended
     */
    void execute(Runnable task);

    /** The same, but after what the sockets have ready by then. */
    void nextRound(Runnable task);
  }

  private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();
  private final ArrayDeque<Session> unflushed = new ArrayDeque<>();
  private final Runnable visit = this::visit;
  private final Runnable flush = this::flush;
  private final Loop loop;
  private final Unwritten unwritten;
  private boolean busy;
  private boolean flushDue;

  public LoopLane(Loop loop, DeliveryTimes times) {
    this.loop = loop;
    unwritten = new Unwritten(times);
  }

  @Override
  public void run(Runnable task, int writes) {
    if (!loop.isCurrent()) {
      turns.add(task);
      call();
    } else if (busy || !turns.isEmpty()) {
      turns.add(task);
      if (!busy) {
        drain();
      }
    } else {
      busy = true;
      perform(task);
      drain();
    }
  }

  @Override
  public void unflushed(Session session) {
    unflushed.add(session);
    if (!flushDue) {
      flushDue = true;
      try {
        loop.execute(flush);
      } catch (RejectedExecutionException ended) {
        // Whoever brings the next task does it; there is nobody left to write to.
        LOG.log(System.Logger.Level.DEBUG, "The loop has ended", ended);
      }
    }
  }

  @Override
  public void delivered(long since) {
    unwritten.add(since, unflushed.size());
  }

  /** Never: what a round has for a socket is known at its end, and leaves in one write. */
  @Override
  public boolean grantsWrite() {
    return false;
  }

  private void call() {
    if (called.get() || !called.compareAndSet(false, true)) {
      return;
    }
    try {
      loop.execute(visit);
    } catch (RejectedExecutionException ended) {
      called.set(false);
      afterTheEnd();
    }
  }

  private void visit() {
    called.set(false);
    drain();
  }

  private void drain() {
    busy = true;
    int done = 0;
    for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
      perform(next);
      if (++done == VISIT) {
        break;
      }
    }
    busy = false;
    if (done == VISIT && !turns.isEmpty()) {
      callNextRound();
    }
  }

  private void callNextRound() {
    if (called.compareAndSet(false, true)) {
      loop.nextRound(visit);
    }
  }

  private void flush() {
    busy = true;
    int done = 0;
    while (done < SLICE && !unflushed.isEmpty()) {
      flush(unflushed.remove());
      done++;
    }
    unwritten.flushed(done);
    flushDue = !unflushed.isEmpty();
    if (flushDue) {
      loop.nextRound(flush);
    }
    // What a flush gave the lane to do.
    drain();
  }

  /** The sockets are gone with their loop; what is left to do is to tell those who wait. */
  private synchronized void afterTheEnd() {
    if (busy) {
      // A task that runs below gave another one, which comes after it.
      return;
    }
    busy = true;
    for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
      perform(next);
      while (!unflushed.isEmpty()) {
        flush(unflushed.remove());
        unwritten.flushed(1);
      }
    }
    busy = false;
  }

  private static void flush(Session session) {
    try {
      session.flush();
    } catch (RuntimeException | Error failure) {
      LOG.log(System.Logger.Level.ERROR, "A flush failed", failure);
    }
  }

  private static void perform(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error failure) {
      // The sockets of a lane did not cause each other's failures.
      LOG.log(System.Logger.Level.ERROR, "A task failed", failure);
    }
  }
}
