package dev.parley;

import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.session.Sessions;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What has to be done now and then: heart-beats and timeouts, and throwing away what is old. */
@Component
class Upkeep {

  private static final int TICK_MILLIS = 250;
  private static final int SWEEP_SECONDS = 60;
  private static final Retention NOTHING = new Retention(0, Duration.ZERO);

  private final ScheduledExecutorService timer;
  private final Sessions sessions;
  private final MemoryStore store;
  private final Namespaces namespaces;

  Upkeep(
      ScheduledExecutorService timer, Sessions sessions, MemoryStore store, Namespaces namespaces) {
    this.timer = timer;
    this.sessions = sessions;
    this.store = store;
    this.namespaces = namespaces;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    timer.scheduleAtFixedRate(sessions::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  private void sweep() {
    store.sweep(channel -> namespaces.of(channel).map(space -> space.retention()).orElse(NOTHING));
  }
}
