package dev.parley.endpoint;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The order in which the requests of one client bring messages: one request at a time, and while
 * the session cannot take more the request waits, which is what holds the client back.
 */
final class SockJsInbox {

  /** What a request brings. */
  @FunctionalInterface
  interface Delivery<E extends Exception> {
    void run() throws E;
  }

  /** SockJS's own client sends with one request at a time; a few may overtake each other. */
  private static final int MOST = 16;

  private final ReentrantLock requests = new ReentrantLock(true);
  private final Semaphore places = new Semaphore(MOST);
  private final ReentrantLock gate = new ReentrantLock();
  private final Condition open = gate.newCondition();
  private boolean paused;

  /** A place for one more request, to be given back; false if more wait than any client needs. */
  boolean enter() {
    return places.tryAcquire();
  }

  void leave() {
    places.release();
  }

  /** Runs a request's deliveries when those before it are done. */
  <E extends Exception> void inTurn(Delivery<E> request) throws E {
    requests.lock();
    try {
      request.run();
    } finally {
      requests.unlock();
    }
  }

  void pause(boolean pause) {
    gate.lock();
    try {
      paused = pause;
      open.signalAll();
    } finally {
      gate.unlock();
    }
  }

  /** Waits while paused. */
  void awaitOpen() {
    gate.lock();
    try {
      while (paused) {
        open.awaitUninterruptibly();
      }
    } finally {
      gate.unlock();
    }
  }
}
