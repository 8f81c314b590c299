package dev.parley;

import dev.parley.channel.Namespaces;
import dev.parley.limit.NewChannels;
import dev.parley.session.Sessions;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What has to be done now and then: heart-beats and timeouts, and throwing away what is old. */
@Component
class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final ScheduledExecutorService timer;
  private final Sessions sessions;
  private final ObjectProvider<MemoryStore> memory;
  private final Namespaces namespaces;
  private final NewChannels newChannels;

  Upkeep(
      ScheduledExecutorService timer,
      Sessions sessions,
      ObjectProvider<MemoryStore> memory,
      Namespaces namespaces,
      NewChannels newChannels) {
    this.timer = timer;
    this.sessions = sessions;
    this.memory = memory;
    this.namespaces = namespaces;
    this.newChannels = newChannels;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    every(Duration.ofMillis(Sessions.TICK_MILLIS), sessions::tick);
    every(SWEEP, newChannels::sweep);
    memory.ifAvailable(store -> every(SWEEP, () -> sweep(store)));
  }

  private void every(Duration interval, Runnable task) {
    long millis = interval.toMillis();
    Runnable safely =
        () -> {
          try {
            task.run();
          } catch (RuntimeException failure) {
            // The timer would drop a task that failed, and heart-beats would end for everybody.
            LOG.error("A task of the timer failed", failure);
          }
        };
    var _ = timer.scheduleAtFixedRate(safely, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void sweep(MemoryStore store) {
    store.sweep(namespaces::retentionOf);
  }
}
