package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.PublishOutcome;
import dev.parley.channel.Tally;
import dev.parley.limit.ConnectionSettings;
import dev.parley.presence.PresenceStore;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see of what is there anyway and is only read; see {@link Metrics}. */
@Configuration(proxyBeanMethods = false)
class Gauges {

  @Bean
  MeterBinder sessionGauges(
      Sessions sessions,
      Conversations conversations,
      ConnectionSettings most,
      LimitSettings limits) {
    return registry -> {
      Gauge.builder("parley.connections", sessions, Sessions::count)
          .description("Open connections, with or without a user yet")
          .register(registry);
      Gauge.builder("parley.connections.limit", most, ConnectionSettings::connections)
          .description("How many connections this node may have; 0: no limit")
          .register(registry);
      FunctionCounter.builder("parley.connects", sessions, Sessions::everConnected)
          .tag("outcome", "connected")
          .register(registry);
      Gauge.builder("parley.subscriptions", conversations, Conversations::subscriptions)
          .description("Subscriptions of all sessions, to channels and to queues")
          .register(registry);
      Gauge.builder("parley.send.buffer", sessions, Sessions::waitingBytes)
          .description("Bytes that wait to be read by clients")
          .baseUnit("bytes")
          .register(registry);
      Gauge.builder("parley.send.buffer.limit", limits, each -> each.bufferMemory().toBytes())
          .description("Above this slow consumers are cut off; 0: no limit")
          .baseUnit("bytes")
          .register(registry);
    };
  }

  @Bean
  MeterBinder channelGauges(Channels channels, PresenceStore presence, Tally tally) {
    return registry -> {
      Gauge.builder("parley.channels", channels, Channels::active)
          .description("Channels that somebody listens to on this node")
          .register(registry);
      Gauge.builder("parley.presence.members", presence, PresenceStore::members)
          .description(
              "Users in channels by sessions of this node; one in two channels counts twice")
          .register(registry);
      for (PublishOutcome outcome : PublishOutcome.values()) {
        FunctionCounter.builder("parley.published", tally, each -> each.published(outcome))
            .description("What became of publications")
            .tag("outcome", outcome.tag())
            .register(registry);
      }
      FunctionCounter.builder("parley.delivered", tally, each -> each.delivered.sum())
          .description("Messages handed to subscriptions")
          .register(registry);
      FunctionCounter.builder("parley.replayed", tally, each -> each.replayed.sum())
          .description("Of these, read from the log for who had missed them")
          .register(registry);
      FunctionCounter.builder("parley.gaps.repaired", tally, each -> each.repaired.sum())
          .description("Messages that the broker did not bring and the log did")
          .register(registry);
    };
  }
}
