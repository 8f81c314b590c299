package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Namespaces;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.support.AbstractSubscribableChannel;

/** How an application's own handlers reach channels, queues and sessions. */
@Configuration(proxyBeanMethods = false)
class ApplicationConfiguration {

  @Bean
  UserQueues userQueues(Conversations conversations, Replies replies) {
    return new UserQueues(conversations, replies);
  }

  @Bean
  BrokerChannelHandler brokerChannelHandler(
      AbstractSubscribableChannel brokerChannel,
      Channels channels,
      Namespaces namespaces,
      UserQueues queues,
      ApplicationEventPublisher publisher) {
    BrokerChannelHandler handler =
        new BrokerChannelHandler(channels, namespaces, queues, publisher);
    brokerChannel.subscribe(handler);
    return handler;
  }

  @Bean
  OutboundChannelHandler outboundChannelHandler(
      AbstractSubscribableChannel clientOutboundChannel,
      Conversations conversations,
      Replies replies) {
    OutboundChannelHandler handler = new OutboundChannelHandler(conversations, replies);
    clientOutboundChannel.subscribe(handler);
    return handler;
  }
}
