package dev.parley;

import dev.parley.channel.Channels;
import dev.parley.identity.Revocation;
import dev.parley.identity.Revocations;
import dev.parley.order.Order;
import dev.parley.order.OrderTally;
import dev.parley.order.Orders;
import dev.parley.revocation.LocalRevocations;
import dev.parley.revocation.RevocationStore;
import dev.parley.revocation.SharedRevocations;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a node does that is told to; {@link OneNode} and {@link ClusterLife} begin it. */
@Configuration(proxyBeanMethods = false)
class NodeOrders {

  @Bean(destroyMethod = "stop")
  Orders orders(
      Channels channels,
      Sessions sessions,
      LocalRevocations revocations,
      ScheduledExecutorService timer) {
    return new Orders(channels, order -> obey(order, sessions, revocations), timer);
  }

  private static void obey(Order order, Sessions sessions, LocalRevocations revocations) {
    switch (order) {
      case Order.Kick(String user) -> sessions.kick(user);
      case Order.Revoke(Revocation revocation) -> revocations.apply(revocation);
    }
  }

  @Bean
  LocalRevocations localRevocations(Revocations list, Sessions sessions) {
    return new LocalRevocations(list, sessions);
  }

  @Bean
  SharedRevocations sharedRevocations(
      LocalRevocations here, RevocationStore store, Orders orders, ScheduledExecutorService timer) {
    return new SharedRevocations(here, store, orders, timer);
  }

  @Bean
  MeterBinder revocationMetrics(Revocations revocations) {
    return registry ->
        Gauge.builder("parley.revocations", revocations, each -> each.all().size())
            .description("Revocations that hold, as this node knows them")
            .register(registry);
  }

  @Bean
  MeterBinder orderMetrics(Orders orders) {
    return registry -> {
      OrderTally tally = orders.tally();
      count(registry, tally, "obeyed", each -> each.obeyed);
      count(registry, tally, "unknown", each -> each.unknown);
      count(registry, tally, "failed", each -> each.failed);
      count(registry, tally, "missed", each -> each.missed);
    };
  }

  private static void count(
      MeterRegistry registry,
      OrderTally tally,
      String outcome,
      Function<OrderTally, LongAdder> counter) {
    FunctionCounter.builder("parley.orders", tally, each -> counter.apply(each).sum())
        .description("What became of the orders, such as kicks, that arrived at this node")
        .tag("outcome", outcome)
        .register(registry);
  }
}
