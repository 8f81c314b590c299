package dev.parley.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskExecutor;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.simp.broker.AbstractBrokerMessageHandler;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.simp.user.SimpUserRegistry;
import org.springframework.messaging.simp.user.UserDestinationMessageHandler;
import org.springframework.messaging.simp.user.UserDestinationResolver;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.config.WebSocketMessageBrokerStats;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;

/**
 * Spring's STOMP support, with the parts replaced that we do ourselves: the sockets, the broker,
 * and user destinations. Configurers and handlers of an application work as in Spring's reference.
 */
@Configuration(proxyBeanMethods = false)
class StompConfiguration extends DelegatingWebSocketMessageBrokerConfiguration {

  private final Interceptors interceptors;
  private final Conversations conversations;

  StompConfiguration(Interceptors interceptors, Conversations conversations) {
    this.interceptors = interceptors;
    this.conversations = conversations;
  }

  /**
   * Our interceptors first. Synchronous, so that order, back-pressure and errors come for free; set
   * last, because Spring Boot brings a configurer that sets a thread pool.
   */
  @Override
  protected void configureClientInboundChannel(ChannelRegistration registration) {
    interceptors.inOrder().forEach(registration::interceptors);
    super.configureClientInboundChannel(registration);
    registration.executor(new SyncTaskExecutor());
  }

  @Override
  protected void configureClientOutboundChannel(ChannelRegistration registration) {
    super.configureClientOutboundChannel(registration);
    registration.executor(new SyncTaskExecutor());
  }

  /** The prefixes are those of the protocol, whatever an application's configurer says. */
  @Override
  protected void configureMessageBroker(MessageBrokerRegistry registry) {
    super.configureMessageBroker(registry);
    registry.setApplicationDestinationPrefixes("/app");
    registry.setUserDestinationPrefix("/user");
    registry.configureBrokerChannel().executor(new SyncTaskExecutor());
  }

  /** Not before there is somebody who takes what it sends: that would be lost in silence. */
  @Bean
  @DependsOn("brokerChannelHandler")
  @Override
  public SimpMessagingTemplate brokerMessagingTemplate(
      AbstractSubscribableChannel brokerChannel,
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      CompositeMessageConverter brokerMessageConverter) {
    return super.brokerMessagingTemplate(
        brokerChannel, clientInboundChannel, clientOutboundChannel, brokerMessageConverter);
  }

  /** The broker is ours; without this Spring would make one for all destinations. */
  @Bean
  @Override
  public @Nullable AbstractBrokerMessageHandler simpleBrokerMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      AbstractSubscribableChannel brokerChannel,
      UserDestinationResolver userDestinationResolver) {
    return null;
  }

  @Bean
  @Override
  public @Nullable AbstractBrokerMessageHandler stompBrokerRelayMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      AbstractSubscribableChannel brokerChannel,
      UserDestinationMessageHandler userDestinationMessageHandler,
      @Nullable MessageHandler userRegistryMessageHandler,
      UserDestinationResolver userDestinationResolver) {
    return null;
  }

  /** We know our users' sessions ourselves; this one hears nothing and sends nothing. */
  @Bean
  @Override
  public UserDestinationMessageHandler userDestinationMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      AbstractSubscribableChannel brokerChannel,
      UserDestinationResolver userDestinationResolver) {
    return new UserDestinationMessageHandler(
        new ExecutorSubscribableChannel(),
        new ExecutorSubscribableChannel(),
        userDestinationResolver);
  }

  /** The users of this node; those of others are the presence's to know. */
  @Bean
  @Override
  public SimpUserRegistry userRegistry(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel) {
    return new SessionUserRegistry(conversations);
  }

  @Bean
  @Override
  public @Nullable MessageHandler userRegistryMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      SimpUserRegistry userRegistry,
      SimpMessagingTemplate brokerMessagingTemplate,
      @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler) {
    return null;
  }

  /** By its own type, so that the frames' handlers can be given it. */
  @Bean
  @Override
  public ApplicationMessageHandler simpAnnotationMethodMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      SimpMessagingTemplate brokerMessagingTemplate,
      CompositeMessageConverter brokerMessageConverter) {
    return (ApplicationMessageHandler)
        super.simpAnnotationMethodMessageHandler(
            clientInboundChannel,
            clientOutboundChannel,
            brokerMessagingTemplate,
            brokerMessageConverter);
  }

  /** Frames reach an application's handlers through our frame handler, when their turn comes. */
  @Override
  protected SimpAnnotationMethodMessageHandler createAnnotationMethodMessageHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel,
      SimpMessagingTemplate brokerMessagingTemplate) {
    return new ApplicationMessageHandler(clientOutboundChannel, brokerMessagingTemplate);
  }

  /** The doors are in {@link DoorConfiguration}; endpoints of an application's own are none. */
  @Bean
  @Override
  public HandlerMapping stompWebSocketHandlerMapping(
      WebSocketHandler subProtocolWebSocketHandler,
      TaskScheduler messageBrokerTaskScheduler,
      AbstractSubscribableChannel clientInboundChannel) {
    return new WebSocketHandlerMapping();
  }

  @Bean
  @Override
  public WebSocketHandler subProtocolWebSocketHandler(
      AbstractSubscribableChannel clientInboundChannel,
      AbstractSubscribableChannel clientOutboundChannel) {
    return new SpringDoor();
  }

  @Bean
  @Override
  public WebSocketMessageBrokerStats webSocketMessageBrokerStats(
      @Nullable AbstractBrokerMessageHandler stompBrokerRelayMessageHandler,
      WebSocketHandler subProtocolWebSocketHandler,
      @Qualifier("clientInboundChannelExecutor") TaskExecutor inboundExecutor,
      @Qualifier("clientOutboundChannelExecutor") TaskExecutor outboundExecutor,
      @Qualifier("messageBrokerTaskScheduler") TaskScheduler scheduler) {
    // Half an hour of nothing in the log: our figures are metrics.
    WebSocketMessageBrokerStats stats = new WebSocketMessageBrokerStats();
    stats.setLoggingPeriod(0);
    return stats;
  }
}
