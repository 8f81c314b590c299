package dev.parley;

import dev.parley.channel.Broker;
import dev.parley.channel.Channels;
import dev.parley.channel.Tally;
import dev.parley.endpoint.LimitSettings;
import dev.parley.order.Orders;
import dev.parley.presence.MemoryPresenceStore;
import dev.parley.revocation.MemoryRevocationStore;
import dev.parley.store.MemoryStore;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** This node alone: channels and presence are in its memory, and end with it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "parley.store.type", havingValue = "memory", matchIfMissing = true)
class OneNode {

  /** The name under which this node tells the store that it listens, and its address. */
  private static final String THIS_NODE = "local";

  @Bean
  MemoryStore channelStore(InstantSource clock, LimitSettings limits) {
    return new MemoryStore(clock, limits.idempotencyWindow());
  }

  @Bean
  MemoryPresenceStore presenceStore(InstantSource clock) {
    return new MemoryPresenceStore(clock);
  }

  @Bean
  MemoryRevocationStore revocationStore(InstantSource clock) {
    return new MemoryRevocationStore(clock);
  }

  @Bean
  Channels.Node node(ScheduledExecutorService timer, Tally tally) {
    return new Channels.Node(() -> THIS_NODE, timer, tally);
  }

  /** There is nobody to wait for. */
  @Bean
  Contact contactHealthIndicator(Channels channels, Broker broker, Orders orders) {
    channels.listen(broker.start(THIS_NODE, channels));
    orders.follow();
    Contact contact = new Contact();
    contact.isMade();
    return contact;
  }
}
