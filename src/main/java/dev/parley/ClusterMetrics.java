package dev.parley;

import dev.parley.broker.Loss;
import dev.parley.broker.Losses;
import dev.parley.broker.RedisBroker;
import dev.parley.broker.RelayBroker;
import dev.parley.channel.Tally;
import dev.parley.cluster.Membership;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisFault;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators see of the store, the broker and the other nodes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "parley.store.type", havingValue = "redis")
class ClusterMetrics {

  @Bean
  MeterBinder storeMetrics(Redis redis, Tally tally) {
    return registry -> {
      Gauge.builder("parley.store.evicting", redis, Redis::evicting)
          .description("Servers of Redis whose maxmemory-policy is not noeviction")
          .register(registry);
      for (RedisFault fault : RedisFault.values()) {
        FunctionCounter.builder("parley.store.faults", redis, each -> each.faults(fault))
            .description("What Redis did not do")
            .tag("reason", fault.reason())
            .register(registry);
      }
      FunctionCounter.builder("parley.channels.compared", tally, each -> each.compared.sum())
          .description("How often the store was asked where a channel stands")
          .register(registry);
      FunctionCounter.builder("parley.channels.renewed", tally, each -> each.renewed.sum())
          .description("How often a channel went on in a new log, because its own was lost")
          .register(registry);
    };
  }

  @Bean
  MeterBinder nodeMetrics(Membership membership) {
    return registry -> {
      Gauge.builder("parley.nodes", membership, each -> each.nodes().living().size())
          .description("Nodes of this cluster that live, as this one sees it")
          .register(registry);
      FunctionCounter.builder("parley.nodes.swept", membership, each -> each.sweeper().swept())
          .description("Dead nodes that this one has cleared up after")
          .register(registry);
      FunctionCounter.builder("parley.nodes.doubled", membership, each -> each.sweeper().doubled())
          .description("Living nodes that have this one's node-id")
          .register(registry);
      FunctionCounter.builder("parley.leases.lost", membership, each -> each.lease().losses())
          .description("How often this node was taken for dead, or had to think so")
          .register(registry);
    };
  }

  @Bean
  @ConditionalOnProperty(name = "parley.broker.type", havingValue = "relay")
  MeterBinder relayMetrics(RelayBroker broker) {
    return lost(broker.losses());
  }

  @Bean
  @ConditionalOnProperty(name = "parley.broker.type", havingValue = "redis")
  MeterBinder pubSubMetrics(RedisBroker broker) {
    return lost(broker.losses());
  }

  private static MeterBinder lost(Losses losses) {
    return registry -> {
      for (Loss loss : Loss.values()) {
        FunctionCounter.builder("parley.broker.lost", losses, each -> each.count(loss))
            .description("What the broker brought to nobody; the log has it")
            .tag("reason", loss.tag())
            .register(registry);
      }
    };
  }
}
