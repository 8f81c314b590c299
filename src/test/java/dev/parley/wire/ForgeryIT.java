package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Header;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Headers that only the service may set, and secrets that must go no further. */
@Timeout(60)
class ForgeryIT {

  private static final List<String> FORGED =
      List.of(
          "simpOrigDestination:/topic/rooms.other",
          "simpSessionId:forged",
          "simpUser:forged",
          "simpSubscriptionId:forged",
          "simpMessageType:MESSAGE",
          "nativeHeaders:forged",
          "parleyConversation:forged",
          "sender:server",
          "timestamp:1",
          "message-id:forged-1",
          "subscription:forged",
          "ack:forged",
          "gap:true",
          "redelivered:true",
          "user-name:forged",
          "session:forged",
          "code:forged",
          "Authorization:Bearer secret-of-alice",
          "authorization:Bearer secret-of-alice",
          "passcode:secret-of-alice",
          "cookie:secret-of-alice",
          "priority:9",
          "X-Upper:stays behind");

  @RegisterExtension static final Stage stage = Stage.shared();

  private static StompFrame forged(StompClient client, String destination) {
    return client
        .sendFrame(destination, "hi".getBytes(UTF_8))
        .with(FORGED.toArray(String[]::new))
        .with("x-own:travels");
  }

  private static void isGenuine(StompFrame message, Person sender, String subscription) {
    assertThat(message.headers().stream().map(Header::name))
        .containsExactlyInAnyOrder(
            "subscription",
            "message-id",
            "timestamp",
            "destination",
            "sender",
            "x-own",
            "content-length");
    assertThat(message.value("sender")).isEqualTo(sender.user());
    assertThat(message.value("subscription")).isEqualTo(subscription);
    assertThat(message.value("message-id")).endsWith("-1");
    assertThat(Long.parseLong(message.value("timestamp"))).isGreaterThan(1_600_000_000_000L);
  }

  @EveryWay
  void forgedHeadersDoNotTravelToAChannel(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    bob.joins(room);

    alice.client().request(forged(alice.client(), "/topic/" + room));

    StompFrame live = bob.hears("hi");
    isGenuine(live, alice, room);
    assertThat(live.value("destination")).isEqualTo("/topic/" + room);
    alice.joins(room, "since:last:1");
    isGenuine(alice.hears("hi"), alice, room);
    cast.nobodyElseHears();
  }

  @EveryWay
  void norToAnInbox(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    bob.opensInbox();

    String inbox = "/user/" + bob.user() + "/queue/inbox";
    alice.client().request(forged(alice.client(), inbox));

    isGenuine(bob.hears("hi"), alice, "inbox");
    cast.nobodyElseHears();
  }

  @EveryWay
  void norInATransaction(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    bob.joins(room);
    StompClient client = alice.client();

    client.send(StompFrame.of("BEGIN", "transaction:t"));
    client.send(forged(client, "/topic/" + room).with("transaction", "t"));
    client.request(StompFrame.of("COMMIT", "transaction:t"));

    isGenuine(bob.hears("hi"), alice, room);
    cast.nobodyElseHears();
  }

  @EveryWay
  void aForgedHeaderOfSubscribeChangesNothing(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");

    alice.joins(room, "simpSessionId:x", "simpDestination:/topic/rooms.other", "sender:server");
    alice.joins(cast.room("rooms.other"), "simpSubscriptionId:" + room);
    bob.says(room, "hi", "x-own:travels");

    isGenuine(alice.hears("hi"), bob, room);
    cast.nobodyElseHears();
  }

  @EveryWay
  void aForgedHeaderOfConnectMakesNobodyElse(Way way) {
    String user = stage.user();
    StompClient client = stage.stranger(way);

    StompFrame connected =
        client.connect(
            stage.tokens().of(user),
            "login:admin",
            "user-name:admin",
            "simpUser:admin",
            "session:forged",
            "simpSessionId:forged");

    assertThat(connected.value("user-name")).isEqualTo(user);
    assertThat(connected.value("session")).isNotEqualTo("forged");
    String room = "/topic/rooms.who-" + user;
    client.subscribe("1", room);
    client.publish(room, "hi");
    assertThat(client.nextMessage("1").value("sender")).isEqualTo(user);
  }

  @EveryWay
  void nothingCanBeSmuggledThroughALineBreakInAHeader(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    bob.joins(room);

    StompFrame frame =
        alice
            .client()
            .sendFrame("/topic/" + room, "hi".getBytes(UTF_8))
            .with("x-own", "a\nsender:server\n\nbody\0")
            .with("content-type", "text/plain\r\nsender:server");
    alice.client().send(frame);

    // A NUL ends the frame before its headers do, so it is none.
    alice.isCutOff("bad-frame", 4400);
    bob.hearsNothing();
  }
}
