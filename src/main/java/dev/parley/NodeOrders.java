package dev.parley;

import dev.parley.channel.Channels;
import dev.parley.order.Order;
import dev.parley.order.OrderTally;
import dev.parley.order.Orders;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.FunctionCounter;
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
  Orders orders(Channels channels, Sessions sessions, ScheduledExecutorService timer) {
    return new Orders(channels, order -> obey(order, sessions), timer);
  }

  private static void obey(Order order, Sessions sessions) {
    switch (order) {
      case Order.Kick(String user) -> sessions.kick(user);
    }
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
