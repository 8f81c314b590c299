package dev.parley.endpoint;

import dev.parley.channel.PublishOutcome;
import dev.parley.channel.Tally;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What operators see of what happens; {@link Gauges} is what they see of what is there. No tag ever
 * holds a user, a channel or an address: their number has no bound.
 */
final class Metrics {

  /**
   * Of all times: the same on every node and in every version, so that they can be added up, and
   * steps that are fine enough to tell a page that hangs from one that does not. A quantile that a
   * node computes by itself could not be added to another's.
   */
  private static final Duration[] STEPS =
      Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Map<RefusalCode, Counter> refused = new EnumMap<>(RefusalCode.class);
  private final Map<RefusalCode, Counter> ended = new EnumMap<>(RefusalCode.class);
  private final Map<RefusalCode, Counter> notConnected = new EnumMap<>(RefusalCode.class);
  private final Counter leftBefore;
  private final Counter closedByClient;
  private final Counter slowConsumers;
  private final Timer publications;
  private final Tally tally;

  Metrics(MeterRegistry registry, Tally tally) {
    this.tally = tally;
    for (RefusalCode code : RefusalCode.values()) {
      refused.put(code, registry.counter("parley.refused", "code", code.wire()));
      ended.put(code, registry.counter("parley.disconnects", "reason", code.wire()));
      notConnected.put(code, registry.counter("parley.connects", "outcome", code.wire()));
    }
    leftBefore = registry.counter("parley.connects", "outcome", "closed");
    closedByClient = registry.counter("parley.disconnects", "reason", "closed");
    slowConsumers =
        Counter.builder("parley.slow.consumers")
            .description("Clients that were cut off because they read too slowly")
            .register(registry);
    publications =
        timer(registry, "parley.publish", "From the frame that was read to the log that has it");
  }

  /** One sample for each message and lane, not for each recipient. */
  static Timer deliveries(MeterRegistry registry) {
    return timer(
        registry,
        "parley.delivery",
        "From the log, or from the arrival at this node, until it was written to a lane's sockets");
  }

  private static Timer timer(MeterRegistry registry, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(STEPS)
        .register(registry);
  }

  void refused(RefusalCode code) {
    count(refused, code);
  }

  /** A client's publication has got into the log. */
  void logged(long nanos) {
    publications.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A SEND to a channel was refused before the channel knew of it. */
  void notPublished(RefusalCode code) {
    boolean unknown = code == RefusalCode.UNAVAILABLE;
    tally.published(unknown ? PublishOutcome.UNAVAILABLE : PublishOutcome.REFUSED, 1);
  }

  /** The service ends the session, whose connection may stay for a while. */
  void ended(Session session) {
    if (session.reason().filter(RefusalCode.SLOW_CONSUMER::equals).isPresent()) {
      slowConsumers.increment();
    }
  }

  /** The end of a session, or of a socket that never became one. */
  void disconnected(Session session) {
    session.reason().ifPresentOrElse(code -> count(ended, code), closedByClient::increment);
    if (session.user().isEmpty()) {
      session.reason().ifPresentOrElse(code -> count(notConnected, code), leftBefore::increment);
    }
  }

  private static void count(Map<RefusalCode, Counter> counters, RefusalCode code) {
    Counter counter = counters.get(code);
    if (counter != null) {
      counter.increment();
    }
  }
}
