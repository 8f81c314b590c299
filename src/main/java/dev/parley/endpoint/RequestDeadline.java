package dev.parley.endpoint;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends HTTP connections on which nothing is asked in time: from the opening, or the end of an
 * answer, to the last byte of the next request's head; and those that let their request's body be
 * waited for that long in all. Jetty itself only misses bytes, so a byte now and then would keep a
 * connection for ever. Answers may take as long as they like, a body that nobody reads yet too, and
 * what has become a WebSocket is none of its business.
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
    long number = wait.isAsked();
    Runnable answered = () -> wait.isAnswered(number);
    boolean handled =
        super.handle(new WithBody(request, wait), response, Callback.from(callback, answered));
    if (!handled) {
      answered.run();
    }
    return handled;
  }

  /** How many connections there are that speak HTTP. */
  int connections() {
    return waits.size();
  }

  /** Tells when the request's body is waited for, and when it has come. */
  private static final class WithBody extends Request.Wrapper {

    private final Wait wait;

    WithBody(Request request, Wait wait) {
      super(request);
      this.wait = wait;
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk != null) {
        wait.hasCome();
      }
      return chunk;
    }

    @Override
    public void demand(Runnable then) {
      wait.isWaitedFor();
      super.demand(then);
    }
  }

  /** One timer for each connection, however many requests come on it. */
  private final class Wait implements Runnable {

    private final Connection connection;
    private final Scheduler clock;
    private volatile long since = System.nanoTime();
    private long requests;
    private volatile boolean asked;
    private volatile boolean waitedFor;

    /** How long the body was waited for, before this time. */
    private volatile long waited;

    private volatile Scheduler.Task timer = () -> false;

    Wait(Connection connection, Scheduler clock) {
      this.connection = connection;
      this.clock = clock;
    }

    /** Returns the number of the request on this connection. */
    synchronized long isAsked() {
      waited = 0;
      waitedFor = false;
      asked = true;
      return ++requests;
    }

    /** Told after Jetty, which may be with the next request already: that one's time goes on. */
    synchronized void isAnswered(long number) {
      if (number == requests) {
        since = System.nanoTime();
        waitedFor = false;
        asked = false;
      }
    }

    void isWaitedFor() {
      if (!waitedFor) {
        since = System.nanoTime();
        waitedFor = true;
        timer.cancel();
        schedule(nanos - waited);
      }
    }

    void hasCome() {
      if (waitedFor) {
        waitedFor = false;
        // One read at a time, so that nobody else changes it meanwhile.
        long before = waited;
        waited = before + System.nanoTime() - since;
      }
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
      long left =
          asked && !waitedFor ? nanos : since + nanos - (asked ? waited : 0) - System.nanoTime();
      if (left > 0) {
        schedule(left);
      } else {
        connection.getEndPoint().close();
      }
    }
  }
}
