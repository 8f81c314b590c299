package dev.parley.endpoint;

import dev.parley.protocol.RefusalCode;
import dev.parley.session.Sessions;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * The stop of the service: no handshake any more, and every session is told to come back elsewhere
 * (1012, {@code restarting}) while its socket still works, which is before the web server stops.
 */
final class Restarting implements SmartLifecycle {

  private static final long PATIENCE = Duration.ofSeconds(4).toNanos();

  /** A handshake that was under way when the door closed is not counted before it has ended. */
  private static final long LAST_HANDSHAKES = Duration.ofMillis(250).toNanos();

  private static final int LOOK_MILLIS = 20;

  private final Reception reception;
  private final Sessions sessions;
  private final ScheduledExecutorService timer;
  private volatile boolean running;

  Restarting(Reception reception, Sessions sessions, ScheduledExecutorService timer) {
    this.reception = reception;
    this.sessions = sessions;
    this.timer = timer;
  }

  /** Above the web server's own graceful stop, so that this comes first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable callback) {
    running = false;
    reception.close();
    sessions.endAll(RefusalCode.RESTARTING);
    waitUntilEmpty(System.nanoTime(), callback);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void waitUntilEmpty(long since, Runnable callback) {
    long passed = System.nanoTime() - since;
    boolean empty = sessions.count() == 0 && passed > LAST_HANDSHAKES;
    if (empty || passed > PATIENCE) {
      sessions.all().forEach(session -> session.connection().abort());
      callback.run();
    } else {
      sessions.endAll(RefusalCode.RESTARTING);
      var _ =
          timer.schedule(() -> waitUntilEmpty(since, callback), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
