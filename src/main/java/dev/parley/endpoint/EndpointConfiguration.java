package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Tally;
import dev.parley.identity.Revocations;
import dev.parley.identity.TokenVerifier;
import dev.parley.limit.Capacity;
import dev.parley.limit.ConnectionSettings;
import dev.parley.limit.NewChannels;
import dev.parley.limit.TrafficSettings;
import dev.parley.presence.Presence;
import dev.parley.protocol.FrameLimits;
import dev.parley.session.DeliveryTimes;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.support.AbstractSubscribableChannel;

/** What happens behind the doors: the parts of the endpoint, each given what it needs. */
@Configuration(proxyBeanMethods = false)
class EndpointConfiguration {

  @Bean
  Metrics metrics(MeterRegistry registry, Tally tally) {
    return new Metrics(registry, tally);
  }

  @Bean
  DeliveryTimes deliveryTimes(MeterRegistry registry) {
    Timer timer = Metrics.deliveries(registry);
    return nanos -> timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Bean
  SessionEvents sessionEvents(ApplicationEventPublisher publisher) {
    return new SessionEvents(publisher);
  }

  @Bean(destroyMethod = "close")
  ConnectionLog connectionLog() {
    return new ConnectionLog();
  }

  @Bean
  SessionEnds sessionEnds(Metrics metrics, ConnectionLog log, SessionEvents events) {
    return new SessionEnds(metrics, log, events);
  }

  @Bean
  Replies replies(Metrics metrics) {
    return new Replies(metrics);
  }

  @Bean
  Capacity capacity(ConnectionSettings settings) {
    return new Capacity(settings);
  }

  @Bean
  Conversations conversations(Sessions sessions, TrafficSettings traffic, Capacity capacity) {
    return new Conversations(sessions, traffic, capacity);
  }

  @Bean
  SubscribeHandler subscribeHandler(
      Channels channels,
      Presence presence,
      Replies replies,
      LimitSettings limits,
      ApplicationHandlers application) {
    Answers answers = new Answers(channels, presence, replies, application);
    return new SubscribeHandler(channels, presence, answers, limits.subscriptions());
  }

  @Bean
  NewChannels newChannels(TrafficSettings traffic) {
    return new NewChannels(traffic.newChannelsPerMinute());
  }

  @Bean
  Publishing publishing(Channels channels, NewChannels newChannels, Metrics metrics) {
    return new Publishing(channels, newChannels, metrics);
  }

  @Bean
  SendHandler sendHandler(
      Publishing publishing, ApplicationHandlers application, TokenRenewal tokens) {
    return new SendHandler(publishing, application, tokens::renew);
  }

  @Bean
  SessionNotices sessionNotices(
      UserQueues queues,
      Conversations conversations,
      Presence presence,
      Revocations revocations,
      InstantSource clock) {
    return new SessionNotices(queues, conversations, presence, revocations, clock);
  }

  @Bean
  TokenRenewal tokenRenewal(
      SessionNotices notices,
      Namespaces namespaces,
      SubscribeHandler subscriptions,
      Replies replies) {
    return new TokenRenewal(notices, new Permissions(namespaces), subscriptions, replies);
  }

  @Bean
  TransactionHandler transactionHandler(
      Publishing publishing, SendHandler send, Replies replies, LimitSettings limits) {
    return new TransactionHandler(publishing, send, replies, limits);
  }

  @Bean
  Greeting greeting(HeartBeatSettings heartBeat, LimitSettings limits) {
    return new Greeting(heartBeat, limits.idempotencyWindow());
  }

  @Bean
  Admission admission(Presence presence, Sessions sessions, LimitSettings limits) {
    return new Admission(presence, sessions, limits.connectionsPerUser());
  }

  @Bean
  ConnectHandler connectHandler(
      Sessions sessions,
      Admission admission,
      Greeting greeting,
      SessionNotices notices,
      SessionEvents events) {
    return new ConnectHandler(sessions, admission, greeting, notices, events);
  }

  @Bean
  Farewell farewell(
      Conversations conversations,
      SubscribeHandler subscriptions,
      Presence presence,
      SessionEnds ends) {
    return new Farewell(conversations, subscriptions, presence, ends);
  }

  @Bean
  FrameHandler frameHandler(
      ConnectHandler connect,
      SubscribeHandler subscribe,
      SendHandler send,
      TransactionHandler transactions,
      Farewell farewell) {
    return new FrameHandler(connect, subscribe, send, transactions, farewell);
  }

  @Bean
  FrameRoad frameRoad(
      AbstractSubscribableChannel clientInboundChannel,
      FrameHandler handler,
      Replies replies,
      SessionEvents events,
      Metrics metrics) {
    clientInboundChannel.subscribe(handler);
    return new FrameRoad(clientInboundChannel, replies, events, metrics);
  }

  @Bean
  Reception reception(
      Conversations conversations,
      FrameRoad road,
      Farewell farewell,
      LimitSettings limits,
      TokenVerifier tokens) {
    FrameLimits frames = new FrameLimits(limits.frameBytes(), limits.headers());
    return new Reception(conversations, road, farewell, frames, tokens);
  }
}
