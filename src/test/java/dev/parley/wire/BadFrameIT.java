package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Frames that are STOMP but make no sense: a bug of the client, which ends its connection. */
@Timeout(60)
class BadFrameIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void oneIdForTwoSubscriptions(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    for (String first :
        List.of("/topic/" + others.room(), "/user/queue/errors", "/user/queue/inbox")) {
      for (String second :
          List.of("/topic/rooms.other", "/user/queue/session", "/app/presence.rooms.other")) {
        StompClient client = stage.client(way);
        client.subscribe("same", first);

        client.send(StompFrame.of("SUBSCRIBE", "id:same", "destination:" + second, "receipt:r"));

        assertThat(client.expectError("bad-frame", 4400).value("receipt-id")).isEqualTo("r");
      }
    }
    others.talkOn();
  }

  @EveryWay
  void aFrameWithoutAHeaderThatItNeeds(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    for (StompFrame wrong :
        List.of(
            StompFrame.of("SEND"),
            StompFrame.of("SUBSCRIBE", "id:1"),
            StompFrame.of("SUBSCRIBE", "destination:/topic/rooms.a"),
            StompFrame.of("SUBSCRIBE", "id:", "destination:/topic/rooms.a"),
            StompFrame.of("UNSUBSCRIBE"),
            StompFrame.of("BEGIN"),
            StompFrame.of("COMMIT"),
            StompFrame.of("ABORT"),
            StompFrame.of("ACK"),
            StompFrame.of("NACK"))) {
      StompClient client = stage.client(way);

      client.send(wrong.with("receipt", "r"));

      assertThat(client.expectError("bad-frame", 4400).value("receipt-id")).isEqualTo("r");
    }
    others.talkOn();
  }

  @EveryWay
  void anUnknownWayToAcknowledge(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");

    client.send(StompFrame.of("SUBSCRIBE", "id:1", "destination:/topic/rooms.a", "ack:maybe"));

    client.expectRefusal("bad-header");
    client.expectNothing();
  }

  @EveryWay
  void moreSubscriptionsThanASessionMayHave(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    String room = "/topic/rooms.greedy-" + stage.user();
    for (int i = 0; i < 255; i++) {
      client.send(StompFrame.of("SUBSCRIBE", "id:" + i, "destination:" + room));
    }
    client.expectNothing();

    client.send(StompFrame.of("SUBSCRIBE", "id:more", "destination:" + room));

    client.expectRefusal("too-many-subscriptions");
    client.unsubscribe("0");
    client.subscribe("more", room);
    client.expectNothing();
  }

  @EveryWay
  void unknownSubscriptionsAndAcknowledgementsAreIgnored(Way way) {
    StompClient client = stage.client(way);

    client.request(StompFrame.of("UNSUBSCRIBE", "id:unknown"));
    client.request(StompFrame.of("ACK", "id:unknown"));
    client.request(StompFrame.of("NACK", "id:unknown"));

    client.expectNothing();
  }

  @EveryWay
  void whatFollowsABadFrameIsNotTaken(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);
    String send = "SEND\ndestination:/topic/" + others.room() + "\n\nheard?\0";

    client.wire().send("OOPS\n\n\0" + send + send);

    client.expectError("bad-frame", 4400);
    others.talkOn();
  }
}
