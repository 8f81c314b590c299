package dev.parley.cluster.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * The network between one node and one server behind it. It can be cut, so that connections break;
 * be torn, so that they stay and nothing passes; and be slow. What was held back arrives later.
 */
public final class Cable implements AutoCloseable {

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket entrance;
  private final IntSupplier target;
  private volatile boolean cut;
  private volatile boolean torn;
  private volatile int delayMillis;
  private volatile boolean closed;

  /**
   * @param target the port on this machine that is asked at each connection
   */
  public Cable(IntSupplier target) {
    this.target = target;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** Resets what is open and whatever is opened until {@link #mend}. */
  void cut() {
    cut = true;
    open.forEach(Cable::reset);
  }

  /** Nothing passes until {@link #mend}, and nobody is told. */
  void tear() {
    torn = true;
  }

  /** Every read on either side is passed on that much later. */
  public void delay(int millis) {
    delayMillis = millis;
  }

  public void mend() {
    cut = false;
    torn = false;
    delayMillis = 0;
  }

  @Override
  public void close() {
    closed = true;
    cut();
    try {
      entrance.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket near = entrance.accept();
        Thread.startVirtualThread(() -> connect(near));
      } catch (IOException end) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    try {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()));
      open.add(near);
      open.add(far);
      if (cut) {
        reset(near);
        reset(far);
      }
      Thread.startVirtualThread(() -> carry(near, far));
      carry(far, near);
    } catch (IOException away) {
      reset(near);
      reset(far);
    }
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[16384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        hold();
        out.write(bytes, 0, n);
      }
    } catch (IOException cutOff) {
      // Both sides learn it below.
    } finally {
      reset(from);
      reset(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private void hold() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    while ((torn || System.nanoTime() < until) && !cut) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // It is closed already.
    }
    try {
      socket.close();
    } catch (IOException gone) {
      // It is as good as closed.
    }
  }
}
