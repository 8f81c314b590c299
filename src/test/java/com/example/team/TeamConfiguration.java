package com.example.team;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.support.ChannelInterceptor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;

/**
 * A team's configuration, of the kind that Spring's reference shows. Before Spring Boot's own,
 * whose JSON converter takes everything.
 */
@Order(0)
@Configuration(proxyBeanMethods = false)
@Import({
  OrderController.class,
  BasketController.class,
  WorkController.class,
  Basket.class,
  Listener.class,
  TeamConfiguration.ColourController.class
})
public class TeamConfiguration implements WebSocketMessageBrokerConfigurer {

  /** Destinations of inbound and outbound frames, in the order in which interceptors saw them. */
  public static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

  record Colour(String name) {}

  /** Needs an argument resolver and a converter of the team's own. */
  @Controller
  static class ColourController {

    @MessageMapping("/colour")
    @SendToUser("/queue/colour")
    Colour colour(Colour favourite) {
      return favourite;
    }
  }

  @Override
  public void configureClientInboundChannel(ChannelRegistration registration) {
    registration.interceptors(new Spy("in "));
    registration.executor(new ThreadPoolTaskExecutor());
  }

  @Override
  public void configureClientOutboundChannel(ChannelRegistration registration) {
    registration.interceptors(new Spy("out "));
  }

  /** None of it has a meaning here, and none of it may do harm. */
  @Override
  public void configureMessageBroker(MessageBrokerRegistry registry) {
    registry.enableSimpleBroker("/topic", "/queue");
    registry.setApplicationDestinationPrefixes("/other");
    registry.setUserDestinationPrefix("/somebody");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new FavouriteColour());
  }

  @Override
  public boolean configureMessageConverters(List<MessageConverter> converters) {
    converters.add(new ColourConverter());
    return true;
  }

  private record Spy(String direction) implements ChannelInterceptor {

    @Override
    public Message<?> preSend(Message<?> message, MessageChannel channel) {
      Object destination = message.getHeaders().get("simpDestination");
      SEEN.add(direction + destination);
      return message;
    }
  }

  private record FavouriteColour() implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Colour.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, Message<?> message) {
      return new Colour("blue");
    }
  }
}
