package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.team.TeamConfiguration;
import dev.parley.channel.Channels;
import dev.parley.channel.Namespaces;
import dev.parley.store.MemoryStore;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.config.AbstractMessageBrokerConfiguration;
import org.springframework.messaging.support.AbstractSubscribableChannel;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurationSupport;

/** Spring's beans and which of them we replace: a new one, or a new name, has to be looked at. */
class StompConfigurationTests {

  private static final Set<String> SPRINGS_OWN =
      Set.of(
          "clientInboundChannel",
          "clientInboundChannelExecutor",
          "clientOutboundChannel",
          "clientOutboundChannelExecutor",
          "brokerChannel",
          "brokerChannelExecutor",
          "messageBrokerTaskScheduler",
          "brokerMessageConverter",
          "userDestinationResolver",
          "webSocketScopeConfigurer");

  private static final Set<String> OURS =
      Set.of(
          "simpleBrokerMessageHandler",
          "stompBrokerRelayMessageHandler",
          "userDestinationMessageHandler",
          "userRegistryMessageHandler",
          "userRegistry",
          "brokerMessagingTemplate",
          "simpAnnotationMethodMessageHandler",
          "stompWebSocketHandlerMapping",
          "subProtocolWebSocketHandler",
          "webSocketMessageBrokerStats");

  private final SmallNode node =
      new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)));
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  @BeforeEach
  void start() {
    context.registerBean(Interceptors.class, () -> new Interceptors(List.of(new ConnectFirst())));
    context.registerBean(Conversations.class, () -> node.conversations);
    context.registerBean(Replies.class, () -> node.replies);
    context.registerBean(Channels.class, () -> node.channels);
    context.registerBean(Namespaces.class, () -> node.namespaces);
    context.register(
        StompConfiguration.class, ApplicationConfiguration.class, TeamConfiguration.class);
    context.refresh();
  }

  @AfterEach
  void stop() {
    context.close();
    node.close();
  }

  @Test
  void everyBeanOfSpringIsKnown() {
    Set<String> known = new TreeSet<>(SPRINGS_OWN);
    known.addAll(OURS);
    Set<String> springs = new TreeSet<>();
    Stream.of(
            AbstractMessageBrokerConfiguration.class,
            WebSocketMessageBrokerConfigurationSupport.class,
            DelegatingWebSocketMessageBrokerConfiguration.class)
        .forEach(type -> springs.addAll(beans(type)));
    assertThat(springs).isEqualTo(known);
    assertThat(beans(StompConfiguration.class)).isEqualTo(new TreeSet<>(OURS));
  }

  @Test
  void brokersOfSpringAreNotThereEvenIfATeamAsksForThem() {
    assertThat(names("simpleBrokerMessageHandler")).isEqualTo("null");
    assertThat(names("stompBrokerRelayMessageHandler")).isEqualTo("null");
    assertThat(names("userRegistryMessageHandler")).isEqualTo("null");
  }

  @Test
  void whatReplacesSpringsBeansIsOurs() {
    assertThat(context.getBean("simpAnnotationMethodMessageHandler"))
        .isInstanceOf(ApplicationMessageHandler.class);
    assertThat(context.getBean("userRegistry")).isInstanceOf(SessionUserRegistry.class);
    assertThat(context.getBean("subProtocolWebSocketHandler")).isInstanceOf(SpringDoor.class);
  }

  @Test
  void nobodyOfSpringsListensToTheChannels() {
    assertThat(channel("clientInboundChannel").getSubscribers()).isEmpty();
    assertThat(channel("clientOutboundChannel").getSubscribers())
        .singleElement()
        .isInstanceOf(OutboundChannelHandler.class);
    assertThat(channel("brokerChannel").getSubscribers())
        .singleElement()
        .isInstanceOf(BrokerChannelHandler.class);
  }

  @Test
  void channelsHaveNoThreadsOfTheirOwnWhateverAConfigurerSets() {
    for (String channel :
        List.of("clientInboundChannel", "clientOutboundChannel", "brokerChannel")) {
      assertThat(context.getBean(channel + "Executor")).isInstanceOf(SyncTaskExecutor.class);
    }
  }

  @Test
  void prefixesAreThoseOfTheProtocolWhateverAConfigurerSets() {
    assertThat(context.getBean(ApplicationMessageHandler.class).getDestinationPrefixes())
        .containsExactly("/app/");
    assertThat(context.getBean(SimpMessagingTemplate.class).getUserDestinationPrefix())
        .isEqualTo("/user/");
  }

  @Test
  void ourInterceptorsComeBeforeThoseOfATeam() {
    assertThat(channel("clientInboundChannel").getInterceptors())
        .hasSizeGreaterThan(2)
        .first()
        .isInstanceOf(ConnectFirst.class);
  }

  private AbstractSubscribableChannel channel(String name) {
    return context.getBean(name, AbstractSubscribableChannel.class);
  }

  private String names(String bean) {
    return context.getBean(bean).toString();
  }

  private static Set<String> beans(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Bean.class))
        .map(Method::getName)
        .forEach(names::add);
    return names;
  }
}
