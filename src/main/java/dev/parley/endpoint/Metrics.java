package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Tally;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * What operators see. No tag ever holds a user, a channel or an address: their number has no bound.
 */
final class Metrics {

  private final Map<RefusalCode, Counter> refused = new EnumMap<>(RefusalCode.class);
  private final Map<RefusalCode, Counter> ended = new EnumMap<>(RefusalCode.class);
  private final Map<RefusalCode, Counter> notConnected = new EnumMap<>(RefusalCode.class);
  private final Counter leftBefore;
  private final Counter closedByClient;

  Metrics(MeterRegistry registry) {
    for (RefusalCode code : RefusalCode.values()) {
      refused.put(code, registry.counter("parley.refused", "code", code.wire()));
      ended.put(code, registry.counter("parley.disconnects", "reason", code.wire()));
      notConnected.put(code, registry.counter("parley.connects", "outcome", code.wire()));
    }
    leftBefore = registry.counter("parley.connects", "outcome", "closed");
    closedByClient = registry.counter("parley.disconnects", "reason", "closed");
  }

  /** What is there already and is only read. */
  static void bind(MeterRegistry registry, Sessions sessions, Channels channels, Tally tally) {
    Gauge.builder("parley.connections", sessions, Sessions::count).register(registry);
    FunctionCounter.builder("parley.connects", sessions, Sessions::everConnected)
        .tag("outcome", "connected")
        .register(registry);
    Gauge.builder("parley.send.buffer", sessions, Sessions::waitingBytes)
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("parley.channels", channels, Channels::active).register(registry);
    FunctionCounter.builder("parley.delivered", tally, t -> t.delivered.sum()).register(registry);
    FunctionCounter.builder("parley.replayed", tally, t -> t.replayed.sum()).register(registry);
    FunctionCounter.builder("parley.gaps.repaired", tally, t -> t.repaired.sum())
        .register(registry);
  }

  void refused(RefusalCode code) {
    count(refused, code);
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
