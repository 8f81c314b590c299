package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.Refusal;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompFrame;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** What a team sends with Spring's {@code SimpMessagingTemplate}. */
class ServerMessagesIT {

  private final SimpMessagingTemplate template =
      TeamNode.shared().bean(SimpMessagingTemplate.class);
  private final Cast cast = TeamNode.shared().cast();
  private final Person alice = cast.person("alice");

  @AfterEach
  void everybodyLeaves() {
    cast.nobodyElseHears();
    cast.close();
  }

  @Test
  void messageToAChannelComesFromTheServerWithItsOwnHeaders() {
    String room = cast.room("rooms.news");
    alice.joins(room);
    Map<String, Object> headers =
        Map.of("x-key", "a:b", "Authorization", "secret", "message-id", "forged", "sender", "bob");
    template.convertAndSend("/topic/" + room, Map.of("price", 3), headers);
    StompFrame message = alice.hears("{\"price\":3}");
    assertThat(message.value("sender")).isEqualTo("server");
    assertThat(message.value("x-key")).isEqualTo("a:b");
    assertThat(message.value("content-type")).isEqualTo("application/json");
    assertThat(message.value("message-id")).endsWith("-1");
    assertThat(message.header("Authorization")).isEmpty();
  }

  @Test
  void whenTheCallReturnsTheMessageIsLogged() {
    String room = cast.room("rooms.log");
    template.convertAndSend("/topic/" + room, "before anybody was there");
    template.convertAndSend("/topic/" + room, new byte[] {(byte) 0xff, 0});
    alice.joins(room, "since:last:9");
    alice.hears("before anybody was there");
    StompFrame bytes = alice.client().nextMessage(room);
    assertThat(bytes.body()).containsExactly(0xff, 0);
    assertThat(bytes.value("content-type")).isEqualTo("application/octet-stream");
  }

  @Test
  void inboxKeepsWhatIsSentToAUserWhoIsAway() {
    alice.saysGoodbye();
    template.convertAndSendToUser(alice.user(), "/queue/inbox", "while you were away");
    alice.comesBack();
    alice.opensInbox("since:last:5");
    assertThat(alice.hears("while you were away").value("destination"))
        .isEqualTo("/user/queue/inbox");
  }

  @Test
  void queueOfAUserIsLive() {
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");
    template.convertAndSendToUser(alice.user(), "/queue/offers", "nobody listens");
    alice.client().subscribe("o", "/user/queue/offers");
    phone.client().subscribe("p", "/user/queue/offers");
    bob.client().subscribe("o", "/user/queue/offers");
    template.convertAndSendToUser(alice.user(), "/queue/offers", "tea", Map.of("x-a", "1"));
    assertThat(alice.client().nextMessage("o").value("x-a")).isEqualTo("1");
    assertThat(phone.client().nextMessage("p").text()).isEqualTo("tea");
  }

  @Test
  void sessionCanBeNamedWithItsUserOrAlone() {
    Person phone = cast.another(alice);
    alice.client().subscribe("o", "/user/queue/offers");
    phone.client().subscribe("o", "/user/queue/offers");
    String session = phone.client().received().getFirst().value("session");
    SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
    headers.setSessionId(session);
    headers.setLeaveMutable(true);
    for (String user : new String[] {alice.user(), session}) {
      template.convertAndSendToUser(user, "/queue/offers", user, headers.getMessageHeaders());
      assertThat(phone.client().nextMessage("o").text()).isEqualTo(user);
    }
  }

  @Test
  void directMessageReachesTheSubscriptionItNames() {
    SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create(SimpMessageType.MESSAGE);
    headers.setSessionId(alice.client().received().getFirst().value("session"));
    headers.setSubscriptionId("menu");
    headers.setDestination("/app/menu");
    TeamNode.shared()
        .context()
        .getBean("clientOutboundChannel", MessageChannel.class)
        .send(MessageBuilder.createMessage("late".getBytes(UTF_8), headers.getMessageHeaders()));
    assertThat(alice.client().nextMessage("menu").text()).isEqualTo("late");
  }

  @ParameterizedTest
  @CsvSource({
    "/topic/foo, bad-destination",
    "/topic/unheard-of.room, unknown-namespace",
    "/topic/inbox.alice, bad-destination",
    "/topic/presence.rooms.a, bad-destination",
    "/queue/foo, bad-destination",
    "/app/work, bad-destination",
    "/user/queue/foo, bad-destination",
    "/user/alice/queue/a/b, bad-destination"
  })
  void unknownDestinationIsAnExceptionForTheCaller(String destination, String code) {
    assertThatThrownBy(() -> template.convertAndSend(destination, "text"))
        .isInstanceOf(MessageDeliveryException.class)
        .hasMessageStartingWith(code)
        .hasCauseInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/topic/rooms.x", "/user/alice/queue/x", "/user/alice/queue/inbox"})
  void tooManyOwnHeadersAreAnExceptionForTheCaller(String destination) {
    Map<String, Object> headers =
        IntStream.range(0, 17).boxed().collect(Collectors.toMap(i -> "x-" + i, i -> "v"));
    assertThatThrownBy(() -> template.convertAndSend(destination, "text", headers))
        .hasMessageStartingWith("bad-header");
  }

  @Test
  void payloadThatNobodyConvertedIsAnExceptionWithoutItsText() {
    assertThatThrownBy(() -> template.send("/topic/rooms.x", new GenericMessage<>("private")))
        .hasMessageStartingWith("bad-header")
        .hasMessageNotContaining("private");
  }
}
