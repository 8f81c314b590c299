package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;
import org.springframework.messaging.support.ExecutorSubscribableChannel;

/** What an application hears of the messages it sends. */
class BrokerChannelHandlerTests {

  private final DistantStore store = new DistantStore();
  private final SmallNode node = new SmallNode(store);
  private final List<Object> events = new ArrayList<>();
  private final BrokerChannelHandler handler =
      new BrokerChannelHandler(
          node.channels,
          node.namespaces,
          new UserQueues(node.conversations, node.replies),
          events::add);
  private final SimpMessagingTemplate template = template(handler);

  @AfterEach
  void close() {
    node.close();
    store.close();
  }

  @Test
  void senderWaitsForAStoreThatAnswersLater() {
    template.convertAndSend("/topic/rooms.a", "text");
    assertThat(logged(new ChannelName("rooms", "a"))).isEqualTo(1);
  }

  @Test
  void senderIsToldThatTheStoreIsAway() {
    store.goesAway();
    assertThatThrownBy(() -> template.convertAndSend("/topic/rooms.a", "private"))
        .isInstanceOf(MessageDeliveryException.class)
        .hasMessageStartingWith("unavailable")
        .hasMessageNotContaining("private");
  }

  @Test
  void interruptedSenderStopsWaitingAndStaysInterrupted() {
    store.fallsSilent();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> template.convertAndSend("/topic/rooms.a", "text"))
        .hasMessageStartingWith("unavailable");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void inboxOfASessionIsThatOfItsUser() {
    Conversation alice = node.session("alice", new KeptFrames());
    String session = alice.session().id();
    template.convertAndSendToUser(session, "/queue/inbox", "text", naming(alice));
    assertThat(logged(ChannelName.inboxOf("alice"))).isEqualTo(1);
  }

  @Test
  void queueBelongsToTheNamedUserEvenIfTheSessionIsAnothers() {
    KeptFrames kept = new KeptFrames();
    Conversation alice = node.session("alice", kept);
    Conversation bob = node.session("bob", new KeptFrames());
    alice.addQueue("q", "offers");
    template.convertAndSendToUser("alice", "/queue/offers", "tea", naming(bob));
    assertThat(kept.frames()).singleElement().asString().contains("subscription:q", "tea");
  }

  @Test
  void applicationsHearWhenTheyMaySend() {
    handler.start();
    handler.stop();
    assertThat(events)
        .extracting(event -> ((BrokerAvailabilityEvent) event).isBrokerAvailable())
        .containsExactly(true, false);
  }

  private int logged(ChannelName channel) {
    return node.channels
        .history(channel, Optional.empty(), 9)
        .toCompletableFuture()
        .join()
        .entries()
        .size();
  }

  private static MessageHeaders naming(Conversation session) {
    SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create();
    headers.setSessionId(session.session().id());
    headers.setLeaveMutable(true);
    return headers.getMessageHeaders();
  }

  private static SimpMessagingTemplate template(BrokerChannelHandler handler) {
    ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();
    channel.subscribe(handler);
    SimpMessagingTemplate template = new SimpMessagingTemplate(channel);
    template.setMessageConverter(new StringMessageConverter());
    return template;
  }
}
