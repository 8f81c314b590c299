package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.order.Order;
import dev.parley.order.Orders;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend ends what a user has open, by an order that no client can give, read or see. */
@Timeout(60)
class KickIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.node-id=kicking");

  private static void kick(String user) {
    assertThat(stage.bean(Orders.class).give(new Order.Kick(user)).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));
  }

  @EveryWay
  void everySessionOfTheUserEndsAndNobodyElses(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");
    bob.joins(cast.room("rooms.lobby"));

    kick(alice.user());

    StompFrame error = alice.isCutOff("kicked", 4403);
    assertThat(error.value("message")).isEqualTo("The session was ended by the service.");
    phone.isCutOff("kicked", 4403);
    bob.says(cast.room("rooms.lobby"), "still here");
    bob.hears("still here");
  }

  @EveryWay
  void kickKeepsNobodyOut(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    kick(alice.user());
    alice.isCutOff("kicked", 4403);

    alice.comesBack();

    alice.joins(cast.room("rooms.lobby"));
    alice.says(cast.room("rooms.lobby"), "back");
    alice.hears("back");
  }

  @EveryWay
  void kickIsWhyTheSessionEndedAndWhoIsNotThereIsNotMissed(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    double before = Figures.disconnected(stage.target(), "kicked");
    double obeyed = Figures.ordersObeyed(stage.target());

    kick("nobody-" + alice.user());
    kick(alice.user());

    alice.isCutOff("kicked", 4403);
    await().until(() -> Figures.disconnected(stage.target(), "kicked") == before + 1);
    await().until(() -> Figures.ordersObeyed(stage.target()) == obeyed + 2);
  }

  @EveryWay
  void noClientCanGiveReadOrSeeOrders(Way way) {
    String token = stage.tokens().user(stage.user()).channels(List.of("**"), List.of("**")).sign();
    for (StompFrame frame :
        List.of(
            StompFrame.of("SUBSCRIBE", "id:1", "destination:/topic/nodes.orders"),
            StompFrame.of("SUBSCRIBE", "id:1", "destination:/topic/presence.nodes.orders"),
            StompFrame.of("SUBSCRIBE", "id:1", "destination:/app/presence.nodes.orders"),
            StompFrame.of("SUBSCRIBE", "id:1", "destination:/app/history.nodes.orders"),
            StompFrame.of("SEND", "destination:/topic/nodes.orders").withBody("1\nkick\nx"))) {
      StompClient client = stage.stranger(way);
      client.connect(token);
      client.subscribe("e", "/user/queue/errors");

      client.send(frame.with("receipt", "r"));

      client.expectRefusal("unknown-namespace");
    }
  }
}
