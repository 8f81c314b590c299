package dev.parley.endpoint;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends HTTP connections on which nothing is asked in time: from the opening, or the end of an
 * answer, to the last byte of the next request's head. Jetty itself only misses bytes, so a byte
 * now and then would keep a connection for ever. Answers may take as long as they like, and what
 * has become a WebSocket is none of its business.
 */
final class RequestDeadline extends Handler.Wrapper implements Connection.Listener {

  private final long nanos;
  private final Map<Connection, Wait> waits = new ConcurrentHashMap<>();

  RequestDeadline(Duration time) {
    this.nanos = time.toNanos();
  }

  /** Watches all connections of a server that has not been started. */
  void watch(Server server) {
    setHandler(server.getHandler());
    server.setHandler(this);
    for (var connector : server.getConnectors()) {
      connector.addEventListener(this);
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData http) {
      Wait wait = new Wait(connection, http.getConnector().getScheduler());
      waits.put(connection, wait);
      wait.schedule(nanos);
    }
  }

  /** Also at an upgrade. */
  @Override
  public void onClosed(Connection connection) {
    Wait wait = waits.remove(connection);
    if (wait != null) {
      wait.cancel();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Wait wait = waits.get(request.getConnectionMetaData().getConnection());
    if (wait == null) {
      return super.handle(request, response, callback);
    }
    wait.isAsked();
    boolean handled = super.handle(request, response, Callback.from(callback, wait::isAnswered));
    if (!handled) {
      wait.isAnswered();
    }
    return handled;
  }

  /** How many connections there are that speak HTTP. */
  int connections() {
    return waits.size();
  }

  /** One timer for each connection, however many requests come on it. */
  private final class Wait implements Runnable {

    private final Connection connection;
    private final Scheduler clock;
    private volatile long since = System.nanoTime();
    private volatile boolean asked;
    private volatile Scheduler.Task timer = () -> false;

    Wait(Connection connection, Scheduler clock) {
      this.connection = connection;
      this.clock = clock;
    }

    void isAsked() {
      asked = true;
    }

    void isAnswered() {
      since = System.nanoTime();
      asked = false;
    }

    void schedule(long delay) {
      timer = clock.schedule(this, delay, TimeUnit.NANOSECONDS);
      if (!waits.containsKey(connection)) {
        cancel();
      }
    }

    void cancel() {
      timer.cancel();
    }

    @Override
    public void run() {
      long left = asked ? nanos : since + nanos - System.nanoTime();
      if (left > 0) {
        schedule(left);
      } else {
        connection.getEndPoint().close();
      }
    }
  }
}
