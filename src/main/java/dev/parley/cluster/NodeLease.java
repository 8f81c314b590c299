package dev.parley.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's lease, and the name it has while the lease holds.
 *
 * <p>A lease that ran out is lost for good, for others may be taking back what stands under its
 * name: the node takes the next name, everything it has is registered under that, and only then the
 * old one is cleared, so that nobody who stayed is seen to go. While the store is away the name
 * stays. Never blocks; may be used on any thread.
 */
public final class NodeLease {

  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

  private final LeaseBook book;
  private final LeaseTimes times;
  private final ScheduledExecutorService timer;
  private final List<Mover> movers = new ArrayList<>();
  private final CompletableFuture<Void> taken = new CompletableFuture<>();
  private final LongAdder losses = new LongAdder();

  /** Names whose entries are not all moved and cleared; guarded by this. */
  private final Deque<String> former = new ArrayDeque<>();

  private Function<String, CompletionStage<Void>> cleaner =
      name -> CompletableFuture.completedFuture(null);
  private volatile NodeName name;

  /** Until when the lease under the present name holds at least, of {@link System#nanoTime}. */
  private volatile long heldUntil;

  /** Those of the former names that others may have taken for dead. */
  private final Set<String> ranOut = ConcurrentHashMap.newKeySet();

  /** The next name, until its lease is taken. */
  private @Nullable NodeName next;

  private @Nullable ScheduledFuture<?> tick;
  private boolean moving;
  private boolean closed;

  NodeLease(LeaseBook book, NodeName first, LeaseTimes times, ScheduledExecutorService timer) {
    this.book = book;
    this.times = times;
    this.timer = timer;
    this.name = first;
    this.next = first;
  }

  /** The name under which the node registers now. It may change at any time. */
  public String name() {
    return name.toString();
  }

  /** Where the broker brings this node's messages; the same during the whole run. */
  public String address() {
    return name.address();
  }

  /**
   * Whether others may have found this name of this node dead, and have taken back, and told, what
   * stood under it. If not, what is no longer there was lost by the store.
   */
  public boolean mayBeSwept(String former) {
    return ranOut.contains(former) || (former.equals(name()) && System.nanoTime() - heldUntil > 0);
  }

  /** How often this node found its lease lost. */
  public long losses() {
    return losses.sum();
  }

  /** Asked at every change of name, one after the other in this order. To be said before start. */
  public synchronized void onMove(Mover mover) {
    movers.add(mover);
  }

  /** Takes back all that stands under a name of this node that it no longer needs. */
  synchronized void cleanBy(Function<String, CompletionStage<Void>> clearer) {
    cleaner = clearer;
  }

  /** Takes the lease and keeps it. The answer comes when it is taken, however long that takes. */
  public CompletionStage<Void> start() {
    ask();
    return taken;
  }

  /**
   * Takes the next name though the lease may hold: a primary may not know all that this node wrote.
   *
   * @param why for the log
   */
  public synchronized void renounce(String why) {
    if (!closed && next == null) {
      next = name.next();
      LOG.info("{}: node {} goes on as {}", why, name, next);
      ask();
    }
  }

  /**
   * The store has something under these names, which are of this node; a primary that missed their
   * end has brought them back. Those that are in use are left alone.
   */
  synchronized void clear(List<String> names) {
    for (String each : names) {
      boolean used = each.equals(name()) || (next != null && each.equals(next.toString()));
      if (!used && !former.contains(each)) {
        former.add(each);
      }
    }
    moveOn();
  }

  /**
   * Ends the lease and clears what still stands under the names of this node, so that no other node
   * has to. To be called once nothing is written under them any more.
   */
  public CompletionStage<Void> close() {
    List<String> names = new ArrayList<>();
    synchronized (this) {
      closed = true;
      if (tick != null) {
        tick.cancel(false);
      }
      names.addAll(former);
      names.add(name());
    }
    return Paced.each(names, 1, cleaner);
  }

  /** Asks the store for what is needed now, and again in time. */
  private synchronized void ask() {
    if (closed) {
      return;
    }
    NodeName wanted = next;
    long until = System.nanoTime() + times.lease().toNanos();
    CompletionStage<Boolean> answer =
        wanted == null ? book.renew(name()) : book.take(wanted.toString());
    answer.whenComplete((held, failure) -> answered(wanted, until, held, failure));
  }

  private synchronized void answered(
      @Nullable NodeName wanted, long until, @Nullable Boolean held, @Nullable Throwable failure) {
    if (!Objects.equals(wanted, next)) {
      // Renounced meanwhile; whoever did so has asked again.
      return;
    }
    if (failure != null || held == null) {
      askIn(times.look().toMillis());
    } else if (held) {
      askIn(times.renewal().toMillis());
      hold(wanted, until);
    } else {
      lose();
      ask();
    }
  }

  private void hold(@Nullable NodeName wanted, long until) {
    String held = name();
    boolean overdue = mayBeSwept(held);
    heldUntil = until;
    if (wanted != null) {
      if (!wanted.equals(name)) {
        former.add(held);
        if (overdue) {
          ranOut.add(held);
        }
        name = wanted;
      }
      next = null;
      // Whoever waits for this may do much, and must not do it under this lock.
      timer.execute(
          () -> {
            taken.complete(null);
            moveOn();
          });
    }
  }

  private void lose() {
    losses.increment();
    next = (next == null ? name : next).next();
    LOG.warn("Node {} has lost its lease and goes on as {}", name, next);
  }

  private void askIn(long millis) {
    if (!closed) {
      if (tick != null) {
        tick.cancel(false);
      }
      tick = timer.schedule(this::ask, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void moveOn() {
    String from;
    synchronized (this) {
      from = former.peek();
      if (moving || closed || from == null) {
        return;
      }
      moving = true;
    }
    Paced.each(List.copyOf(movers), 1, mover -> mover.move(from, name()))
        .thenCompose(done -> cleaner.apply(from))
        .whenComplete((done, failure) -> moved(from, failure));
  }

  private synchronized void moved(String from, @Nullable Throwable failure) {
    moving = false;
    if (closed) {
      return;
    }
    if (failure == null) {
      former.remove(from);
      ranOut.remove(from);
      timer.execute(this::moveOn);
    } else {
      LOG.debug("Could not move from {}", from, failure);
      var _ = timer.schedule(this::moveOn, times.look().toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
