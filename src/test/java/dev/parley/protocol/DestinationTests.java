package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTests {

  private static final ChannelName LOBBY = new ChannelName("rooms", "lobby");

  static Stream<Arguments> accepted() {
    return Stream.of(
        arguments("/topic/rooms.lobby", new Destination.Topic(LOBBY)),
        arguments("/topic/events.all", new Destination.Topic(new ChannelName("events", "all"))),
        arguments("/topic/nodes.all", new Destination.Topic(new ChannelName("nodes", "all"))),
        arguments("/topic/presence.rooms.lobby", new Destination.PresenceFeed(LOBBY)),
        arguments("/app/presence.rooms.lobby", new Destination.PresenceAnswer(LOBBY)),
        arguments("/app/history.rooms.lobby", new Destination.HistoryAnswer(LOBBY)),
        arguments(
            "/app/history.inbox.a~2eb", new Destination.HistoryAnswer(ChannelName.inboxOf("a.b"))),
        arguments("/app/online.alice", new Destination.OnlineAnswer("alice")),
        arguments("/app/online.a.b@c", new Destination.OnlineAnswer("a.b@c")),
        arguments("/app/online.a%2Fb", new Destination.OnlineAnswer("a/b")),
        arguments("/app/token", new Destination.TokenRenewal()),
        arguments("/app/tokens", new Destination.Application("tokens")),
        arguments("/app/orders/7/lines", new Destination.Application("orders/7/lines")),
        arguments("/user/queue/inbox", new Destination.OwnQueue("inbox")),
        arguments("/user/queue/errors", new Destination.OwnQueue("errors")),
        arguments("/user/queue/price-updates", new Destination.OwnQueue("price-updates")),
        arguments("/user/bob/queue/inbox", new Destination.UserQueue("bob", "inbox")),
        arguments("/user/a%2Fb/queue/inbox", new Destination.UserQueue("a/b", "inbox")),
        arguments("/user/queue/queue/inbox", new Destination.UserQueue("queue", "inbox")),
        arguments("/user/ü ö/queue/inbox", new Destination.UserQueue("ü ö", "inbox")));
  }

  @ParameterizedTest
  @MethodSource
  void accepted(String text, Destination meaning) {
    assertThat(Destination.parse(text)).contains(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "topic/rooms.lobby",
        "/topic",
        "/topic/",
        "/topic/rooms",
        "/topic/rooms.",
        "/topic/rooms.*",
        "/topic/rooms.**",
        "/topic/rooms.lobby/",
        "/topic/rooms/lobby",
        "/topic//rooms.lobby",
        "/Topic/rooms.lobby",
        " /topic/rooms.lobby",
        "/topic/inbox.alice",
        "/topic/online.alice",
        "/topic/history.rooms.lobby",
        "/topic/presence.",
        "/topic/presence.lobby",
        "/topic/presence.inbox.alice",
        "/topic/presence.presence.rooms.lobby",
        "/app",
        "/app/",
        "/app/presence.rooms",
        "/app/presence.inbox.alice",
        "/app/history.rooms",
        "/app/history.history.rooms.lobby",
        "/app/history.presence.rooms.lobby",
        "/app/history.inbox.",
        "/app/history.inbox.a*",
        "/app/online.",
        "/app/online.server",
        "/app/online.a\nb",
        "/user",
        "/user/",
        "/user/queue",
        "/user/queue/",
        "/user/queue/*",
        "/user/queue/a/b",
        "/user//queue/inbox",
        "/user/server/queue/inbox",
        "/user/bob/queue/",
        "/user/bob/topic/inbox",
        "/user/a/b/queue/inbox",
        "/queue/inbox",
        "/exchange/a",
        "/amq/queue/a",
        "/temp-queue/a",
      })
  void refused(String text) {
    assertThat(Destination.parse(text)).isEmpty();
  }

  @Test
  void theOwnHistoryHasADestinationForEveryUser() {
    ChannelName inbox = ChannelName.inboxOf("€".repeat(128));

    assertThat(Destination.parse("/app/history." + inbox))
        .contains(new Destination.HistoryAnswer(inbox));
  }
}
