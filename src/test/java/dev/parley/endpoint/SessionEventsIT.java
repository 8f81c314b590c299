package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.example.team.Basket;
import com.example.team.Listener;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.simp.user.SimpSubscription;
import org.springframework.messaging.simp.user.SimpUser;
import org.springframework.messaging.simp.user.SimpUserRegistry;
import org.springframework.web.socket.messaging.AbstractSubProtocolEvent;
import org.springframework.web.socket.messaging.SessionConnectEvent;
import org.springframework.web.socket.messaging.SessionConnectedEvent;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;
import org.springframework.web.socket.messaging.SessionSubscribeEvent;
import org.springframework.web.socket.messaging.SessionUnsubscribeEvent;

/** Spring's session events, what lives as long as a session, and the registry of users. */
class SessionEventsIT {

  private final Listener listener = TeamNode.shared().bean(Listener.class);
  private final SimpUserRegistry users = TeamNode.shared().bean(SimpUserRegistry.class);
  private final Cast cast = TeamNode.shared().cast();

  @AfterEach
  void everybodyLeaves() {
    cast.close();
  }

  @Test
  void eachEventComesOnceInOrderOnAVirtualThread() throws InterruptedException {
    Person alice = cast.person("alice");
    String room = cast.room("rooms.a");
    alice.joins(room);
    alice.client().subscribe("menu", "/app/menu.en");
    alice.listensForRefusals();
    alice.client().sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:/topic/none"));
    alice.isRefused("bad-destination");
    alice.leaves(room);
    alice.saysGoodbye();

    List<Listener.Heard> heard = untilDisconnected(alice);
    assertThat(heard)
        .extracting(each -> each.event().getClass().getSimpleName())
        .containsExactly(
            "SessionConnectEvent",
            "SessionConnectedEvent",
            "SessionSubscribeEvent",
            "SessionSubscribeEvent",
            "SessionSubscribeEvent",
            "SessionUnsubscribeEvent",
            "SessionDisconnectEvent");
    assertThat(heard).allMatch(Listener.Heard::virtual);
    assertThat(heard)
        .allSatisfy(
            each ->
                assertThat(Objects.requireNonNull(each.event().getUser()).getName())
                    .isEqualTo(alice.user()));
    assertThat(
            heard.stream()
                .map(Listener.Heard::event)
                .filter(SessionSubscribeEvent.class::isInstance)
                .map(event -> headers(event).getDestination()))
        .containsExactly("/topic/" + room, "/app/menu.en", "/user/queue/errors");
  }

  @Test
  void eventsCarryWhatSpringsReferenceSays() throws InterruptedException {
    Person alice = cast.person("alice");
    alice.joins(cast.room("rooms.a"));
    alice.leaves(cast.room("rooms.a"));
    alice.saysGoodbye();
    String session = alice.client().received().getFirst().value("session");

    for (Listener.Heard each : untilDisconnected(alice)) {
      StompHeaderAccessor headers = headers(each.event());
      assertThat(headers.getSessionId()).isEqualTo(session);
      assertThat(headers.getSessionAttributes()).isNotNull();
      switch (each.event()) {
        case SessionConnectEvent connect -> {
          assertThat(headers.getHost()).isEqualTo("parley");
          assertThat(headers.getFirstNativeHeader("Authorization")).isNull();
        }
        case SessionConnectedEvent connected -> {
          assertThat(headers.getVersion()).isEqualTo("1.2");
          assertThat(headers.getMessageHeaders())
              .containsKey(SimpMessageHeaderAccessor.CONNECT_MESSAGE_HEADER);
        }
        case SessionSubscribeEvent subscribe ->
            assertThat(headers.getSubscriptionId()).isEqualTo(cast.room("rooms.a"));
        case SessionUnsubscribeEvent unsubscribe ->
            assertThat(headers.getSubscriptionId()).isEqualTo(cast.room("rooms.a"));
        case SessionDisconnectEvent disconnect -> {
          assertThat(disconnect.getSessionId()).isEqualTo(session);
          assertThat(disconnect.getCloseStatus().getCode()).isEqualTo(1000);
        }
        default -> throw new AssertionError(each);
      }
    }
  }

  @Test
  void lostConnectionIsOneDisconnect() throws InterruptedException {
    Person alice = cast.person("alice");
    alice.goesOffline();
    AbstractSubProtocolEvent last = untilDisconnected(alice).getLast().event();
    assertThat(((SessionDisconnectEvent) last).getCloseStatus().getCode()).isEqualTo(1006);
  }

  @Test
  @Timeout(60)
  void listenersHearOfTheSessionsThatTheStopEnds() throws InterruptedException {
    TeamNode node = TeamNode.another();
    Listener its = node.bean(Listener.class);
    assertThat(its.broker().remove().isBrokerAvailable()).isTrue();
    try (Cast people = node.cast()) {
      people.person("alice");
      node.close();
      Listener.Heard last = its.sessions().take();
      while (!(last.event() instanceof SessionDisconnectEvent)) {
        last = its.sessions().take();
      }
      assertThat(((SessionDisconnectEvent) last.event()).getCloseStatus().getCode())
          .isEqualTo(1012);
      assertThat(its.broker().remove().isBrokerAvailable()).isFalse();
      assertThat(node.context().isActive()).isFalse();
    }
  }

  @Test
  void attributesAndBeansOfASessionEndAfterItsListeners() throws InterruptedException {
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    alice.client().subscribe("b", "/user/queue/basket");
    for (String item : new String[] {alice.user() + 1, alice.user() + 2}) {
      alice.client().request(frame("/app/basket", item));
    }
    phone.client().request(frame("/app/basket", "other"));
    alice.client().request(frame("/app/visits", ""));
    alice.client().request(frame("/app/visits", ""));
    assertThat(alice.client().nextTexts("b", 5))
        .containsExactly(
            "[\"%s1\"]".formatted(alice.user()),
            "[\"%s1\",\"%s2\"]".formatted(alice.user(), alice.user()),
            "[\"other\"]",
            "1",
            "2");
    alice.saysGoodbye();

    Listener.Heard end = untilDisconnected(alice).getLast();
    assertThat(end.basket()).isEqualTo(2);
    List<String> thrownAway = Basket.THROWN_AWAY.poll(10, TimeUnit.SECONDS);
    while (thrownAway != null && !thrownAway.contains(alice.user() + 2)) {
      thrownAway = Basket.THROWN_AWAY.poll(10, TimeUnit.SECONDS);
    }
    assertThat(thrownAway).containsExactly(alice.user() + 1, alice.user() + 2);
    assertThat(Map.copyOf(Objects.requireNonNull(headers(end.event()).getSessionAttributes())))
        .isEmpty();
  }

  @Test
  void registryShowsUsersSessionsAndSubscriptionsOfThisMoment() {
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    String room = cast.room("rooms.a");
    alice.joins(room);
    phone.client().subscribe("q", "/user/queue/offers");
    phone.opensInbox();
    alice.client().subscribe("p", "/topic/presence." + room);
    String session = alice.client().received().getFirst().value("session");

    SimpUser user = Objects.requireNonNull(users.getUser(alice.user()));
    assertThat(Objects.requireNonNull(user.getPrincipal()).getName()).isEqualTo(alice.user());
    assertThat(users.getUsers()).contains(user);
    assertThat(users.getUserCount()).isPositive();
    assertThat(user.getSessions()).hasSize(2);
    // A RECEIPT may be read before the frame's own thread has ended its work.
    await()
        .untilAsserted(
            () ->
                assertThat(Objects.requireNonNull(user.getSession(session)).getSubscriptions())
                    .extracting(SimpSubscription::getId, SimpSubscription::getDestination)
                    .containsExactlyInAnyOrder(
                        tuple(room, "/topic/" + room), tuple("p", "/topic/presence." + room)));
    await()
        .untilAsserted(
            () ->
                assertThat(
                        users.findSubscriptions(each -> each.getSession().getUser().equals(user)))
                    .extracting(SimpSubscription::getDestination)
                    .contains("/user/queue/offers", "/user/queue/inbox"));

    alice.leaves(room);
    assertThat(users.findSubscriptions(each -> each.getDestination().equals("/topic/" + room)))
        .isEmpty();
    alice.saysGoodbye();
    phone.saysGoodbye();
    await().until(() -> users.getUser(alice.user()) == null);
    assertThat(user.hasSessions()).isFalse();
    assertThat(TeamNode.shared().bean(Conversations.class).ofSession(session)).isEmpty();
  }

  private List<Listener.Heard> untilDisconnected(Person person) throws InterruptedException {
    String session = person.client().received().getFirst().value("session");
    List<Listener.Heard> heard = new ArrayList<>();
    while (heard.isEmpty() || !(heard.getLast().event() instanceof SessionDisconnectEvent)) {
      Listener.Heard next = listener.sessions().poll(10, TimeUnit.SECONDS);
      assertThat(next).as("event after " + heard).isNotNull();
      if (session.equals(headers(Objects.requireNonNull(next).event()).getSessionId())) {
        heard.add(next);
      }
    }
    return heard;
  }

  private static StompHeaderAccessor headers(AbstractSubProtocolEvent event) {
    return StompHeaderAccessor.wrap(event.getMessage());
  }

  private static StompFrame frame(String destination, String body) {
    return StompFrame.of("SEND", "destination:" + destination).withBody(body);
  }
}
