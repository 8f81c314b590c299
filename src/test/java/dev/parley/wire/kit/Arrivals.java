package dev.parley.wire.kit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What a reader thread hands to the test: messages in order, then at most one end. Messages that
 * came before the end stay readable after it.
 */
final class Arrivals {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<WireMessage> messages = new ArrayDeque<>();
  private Optional<Closed> closed = Optional.empty();
  private Optional<WireViolation> violation = Optional.empty();

  void add(WireMessage message) {
    change(() -> messages.add(message));
  }

  /** The first end counts: what follows it is only its echo. */
  void end(Closed how) {
    change(() -> closed = closed.or(() -> Optional.of(how)));
  }

  void end(WireViolation broken) {
    change(() -> violation = violation.or(() -> Optional.of(broken)));
    end(new Closed(Closed.WITHOUT_CLOSE, "violation"));
  }

  /** Empty when the wait is over or the wire has ended; throws the violation that ended it. */
  Optional<WireMessage> next(Duration wait) {
    return await(
        wait,
        () -> !messages.isEmpty() || closed.isPresent(),
        () -> {
          if (messages.isEmpty()) {
            violation.ifPresent(Arrivals::fail);
          }
          return Optional.ofNullable(messages.poll());
        });
  }

  /** Empty when the wait is over; throws the violation that ended the wire. */
  Optional<Closed> closed(Duration wait) {
    return await(
        wait,
        () -> closed.isPresent(),
        () -> {
          violation.ifPresent(Arrivals::fail);
          return closed;
        });
  }

  private static void fail(WireViolation violation) {
    throw violation;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T> T await(Duration wait, BooleanSupplier ready, Supplier<T> result) {
    Deadline deadline = Deadline.in(wait);
    lock.lock();
    try {
      while (!ready.getAsBoolean() && deadline.left().isPositive()) {
        changed.awaitNanos(deadline.left().toNanos());
      }
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for the wire", e);
    } finally {
      lock.unlock();
    }
  }
}
