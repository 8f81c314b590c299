package dev.parley.wire.kit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream that can be shut, so that a client reads nothing more and the server's writes pile up.
 * The read that is under way when it is shut still ends.
 */
final class Tap extends FilterInputStream {

  private final Gate gate;

  Tap(InputStream in, Gate gate) {
    super(in);
    this.gate = gate;
  }

  @Override
  public int read() throws IOException {
    gate.pass();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    gate.pass();
    return super.read(bytes, offset, length);
  }

  /** Holds readers back while it is shut; one gate may serve several streams of one client. */
  static final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;

    void shut(boolean toBeShut) {
      lock.lock();
      try {
        shut = toBeShut;
        opened.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void pass() {
      lock.lock();
      try {
        while (shut) {
          opened.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
