package dev.parley;

import dev.parley.broker.RedisBroker;
import dev.parley.broker.RelayBroker;
import dev.parley.channel.Broker;
import dev.parley.redis.Redis;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whether a node has what it needs, under the same names whatever it is made of, so that one rule
 * watches them all. See {@link ClusterMetrics} for what there is of Redis and a broker besides.
 */
@Configuration(proxyBeanMethods = false)
class NodeGauges {

  @Bean
  MeterBinder readyMetrics(HealthEndpoint health) {
    return registry ->
        Gauge.builder("parley.ready", health, NodeGauges::ready)
            .description("Whether the readiness probe is answered with UP")
            .register(registry);
  }

  private static int ready(HealthEndpoint health) {
    HealthDescriptor readiness = health.healthForPath("readiness");
    return readiness != null && Status.UP.equals(readiness.getStatus()) ? 1 : 0;
  }

  @Bean
  MeterBinder connectedMetrics(Broker broker, Optional<Redis> redis) {
    return registry -> {
      Gauge.builder("parley.store.connected", () -> redis.map(NodeGauges::connected).orElse(1))
          .description("Whether the store can be reached; always where it is in memory")
          .register(registry);
      Gauge.builder("parley.relay.connected", broker, NodeGauges::connections)
          .description("Connections over which the broker brings messages to this node; 0: none")
          .register(registry);
    };
  }

  private static int connected(Redis redis) {
    return redis.isConnected() ? 1 : 0;
  }

  /** A node alone is always reached by itself. */
  private static int connections(Broker broker) {
    return switch (broker) {
      case RelayBroker relay -> relay.connected();
      case RedisBroker pubSub -> pubSub.isConnected() ? 1 : 0;
      default -> 1;
    };
  }
}
