package dev.parley;

import dev.parley.channel.Broker;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Channels;
import dev.parley.channel.LogBacklog;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Tally;
import dev.parley.endpoint.Authentication;
import dev.parley.endpoint.ConnectFirst;
import dev.parley.endpoint.HandshakeTokens;
import dev.parley.endpoint.Interceptors;
import dev.parley.endpoint.LimitSettings;
import dev.parley.endpoint.NamespaceSettings;
import dev.parley.endpoint.Origins;
import dev.parley.endpoint.Permission;
import dev.parley.endpoint.Permissions;
import dev.parley.identity.AuthSettings;
import dev.parley.identity.RevocableTokens;
import dev.parley.identity.Revocations;
import dev.parley.identity.TokenVerifier;
import dev.parley.identity.TokenVerifiers;
import dev.parley.loop.EventLoops;
import dev.parley.order.Orders;
import dev.parley.presence.Presence;
import dev.parley.presence.PresenceBacklog;
import dev.parley.presence.PresenceStore;
import dev.parley.session.DeliveryTimes;
import dev.parley.session.Lanes;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The whole road of a message, in its order:
 *
 * <pre>
 * door (endpoint) ── frame ── interceptors ── frame handler ── channels ── store ── broker ─┐
 * socket (session) ◄── lane ◄── subscription ◄── edge: the order of the numbers ◄───────────┘
 * </pre>
 */
@Configuration(proxyBeanMethods = false)
class MessagePipeline {

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  /** Wakes who waits for time to pass; whatever runs here must not block. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService timer() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().name("parley-timer").daemon(true).factory());
  }

  /** For every socket but those of Jetty. */
  @Bean(destroyMethod = "close")
  EventLoops eventLoops() {
    return EventLoops.forThisMachine();
  }

  // 1. A frame enters: who is it, and may it?

  @Bean
  Revocations revocations(InstantSource clock) {
    return new Revocations(clock);
  }

  @Bean
  TokenVerifier tokenVerifier(AuthSettings settings, Revocations revocations, InstantSource clock) {
    return new RevocableTokens(TokenVerifiers.from(settings, clock), revocations);
  }

  @Bean
  HandshakeTokens handshakeTokens(AuthSettings settings, Origins origins) {
    if (settings.cookie() != null && origins.allowsAny()) {
      throw ClusterSettings.WrongCombination.ofCookieForEveryPage();
    }
    return new HandshakeTokens(Optional.ofNullable(settings.cookie()));
  }

  @Bean
  Interceptors interceptors(TokenVerifier tokens, Namespaces namespaces) {
    return new Interceptors(
        List.of(
            new ConnectFirst(),
            new Authentication(tokens),
            new Permission(new Permissions(namespaces))));
  }

  // 2. The channel core: number it, keep it, tell the nodes that listen. Where it is kept is in
  // OneNode and ManyNodes, how other nodes are told in BrokerChoice.

  @Bean
  Namespaces namespaces(NamespaceSettings settings) {
    return settings.toNamespaces().withOwn(Orders.CHANNEL, Orders.RETENTION);
  }

  @Bean
  Tally tally() {
    return new Tally();
  }

  @Bean
  Channels channels(
      ChannelStore store,
      PresenceStore presence,
      Broker broker,
      Namespaces namespaces,
      Channels.Node node) {
    LogBacklog logs = new LogBacklog(store, namespaces);
    PresenceBacklog feeds = new PresenceBacklog(presence, namespaces);
    return new Channels(
        store,
        broker,
        namespaces,
        node,
        channel -> channel.namespace().equals("presence") ? feeds : logs);
  }

  @Bean
  Presence presence(
      PresenceStore store,
      Channels channels,
      Namespaces namespaces,
      ScheduledExecutorService timer) {
    return new Presence(store, channels, namespaces, timer);
  }

  // 3. A message leaves: each socket has a queue, each lane its sockets.

  @Bean
  Lanes lanes(DeliveryTimes times) {
    return new Lanes(Math.max(2, Runtime.getRuntime().availableProcessors()), times);
  }

  @Bean
  Sessions sessions(Lanes lanes, LimitSettings limits) {
    return new Sessions(
        lanes,
        new SessionLimits(
            limits.sendBufferBytes(),
            limits.sendTimeout(),
            limits.connectTimeout(),
            limits.bufferMemory().toBytes()));
  }
}
