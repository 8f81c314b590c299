package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People in a room: who hears what, and in which order. */
@Timeout(60)
class ChannelIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void whatIsSaidIsHeardOnceByEverybodyInTheOrderSaid(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    bob.joins(room);

    alice.says(room, "1");
    bob.says(room, "2");
    alice.says(room, "3");

    alice.hears("1", "2", "3");
    bob.hears("1", "2", "3");
    cast.nobodyElseHears();
  }

  @EveryWay
  void numbersGoUpByOneAndAreTheSameForEverybody(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.joins(room);

    String beginning = bob.joins(room).value("message-id");
    String first = alice.says(room, "1");
    String second = bob.says(room, "2");

    assertThat(beginning).matches("[a-z0-9]{1,16}-0");
    String epoch = beginning.substring(0, beginning.indexOf('-'));
    assertThat(first).isEqualTo(epoch + "-1");
    assertThat(second).isEqualTo(epoch + "-2");
    for (Person person : List.of(alice, bob)) {
      assertThat(person.hears("1").value("message-id")).isEqualTo(first);
      assertThat(person.hears("2").value("message-id")).isEqualTo(second);
    }
    assertThat(cast.person("carol").joins(room).value("message-id")).isEqualTo(second);
  }

  @EveryWay
  void whoJoinsHearsOnlyWhatFollows(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.says(room, "before");

    assertThat(bob.joins(room).header("recovered")).isEmpty();
    alice.says(room, "after");

    bob.hears("after");
  }

  @EveryWay
  void roomsDoNotHearEachOther(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String lobby = cast.room("rooms.lobby");
    String garden = cast.room("rooms.lobby.garden");
    alice.joins(lobby);
    bob.joins(garden);

    alice.says(lobby, "in the lobby");
    alice.says(garden, "in the garden");

    alice.hears("in the lobby");
    bob.hears("in the garden");
    cast.nobodyElseHears();
  }

  @EveryWay
  void whoNeverJoinedMayPublishAndHearsNothing(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");

    assertThat(alice.says(cast.room("rooms.empty"), "hello?")).endsWith("-1");

    alice.hearsNothing();
  }

  @EveryWay
  void oneSessionMayListenTwice(Way way) {
    StompClient client = stage.client(way);
    String destination = "/topic/rooms.twice-" + stage.user();
    client.subscribe("a", destination);
    client.subscribe("b", destination);

    client.publish(destination, "hi");

    assertThat(client.nextMessage("a").text()).isEqualTo("hi");
    assertThat(client.nextMessage("b").text()).isEqualTo("hi");
    client.unsubscribe("a");
    client.publish(destination, "again");
    assertThat(client.nextMessage("b").text()).isEqualTo("again");
    client.expectNothing();
  }

  @EveryWay
  void afterTheReceiptOfUnsubscribeThereIsSilence(Way way) {
    StompClient client = stage.client(way);
    String destination = "/topic/rooms.left-" + stage.user();
    client.subscribe("1", destination);

    List<String> receipts =
        IntStream.range(0, 50)
            .mapToObj(i -> client.sendWithReceipt(client.sendFrame(destination, new byte[100])))
            .toList();
    client.unsubscribe("1");
    int heard = messages(client);
    IntStream.range(0, 50).forEach(i -> client.send(client.sendFrame(destination, new byte[100])));

    receipts.forEach(client::receipt);
    for (int i = 0; i < heard; i++) {
      client.nextMessage("1");
    }
    client.expectNothing();
  }

  private static int messages(StompClient client) {
    return (int) client.received().stream().filter(frame -> frame.isMessageOf("1")).count();
  }

  @EveryWay
  void anIdMayBeUsedAgainAfterUnsubscribe(Way way) {
    StompClient client = stage.client(way);
    String destination = "/topic/rooms.again-" + stage.user();
    client.subscribe("1", destination);
    client.unsubscribe("1");
    client.unsubscribe("1");
    client.publish(destination, "unheard");
    client.subscribe("1", destination);

    client.publish(destination, "heard");

    assertThat(client.nextMessage("1").text()).isEqualTo("heard");
    client.expectNothing();
  }

  @EveryWay
  void theReceiptOfDisconnectIsLastEvenInATurmoil(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.turmoil");
    alice.joins(room);

    for (int i = 0; i < 200; i++) {
      StompClient loud = bob.client();
      loud.send(loud.sendFrame("/topic/" + room, new byte[500]));
      if (i == 100) {
        alice.saysGoodbye();
      }
    }

    bob.hearsNothing();
  }

  @EveryWay
  void framesOfOneSessionTakeEffectInTheOrderSent(Way way) {
    StompClient client = stage.client(way);
    String room = "/topic/rooms.order-" + stage.user();

    client.send(StompFrame.of("SUBSCRIBE", "id:1", "destination:" + room, "receipt:a"));
    client.send(StompFrame.of("SEND", "destination:" + room, "receipt:b").withBody("seen"));
    client.send(StompFrame.of("UNSUBSCRIBE", "id:1", "receipt:c"));
    client.send(StompFrame.of("SEND", "destination:" + room, "receipt:d").withBody("unseen"));
    client.send(StompFrame.of("SUBSCRIBE", "id:1", "destination:" + room, "receipt:e"));

    assertThat(client.receipt("a").value("message-id")).endsWith("-0");
    assertThat(client.nextMessage("1").text()).isEqualTo("seen");
    client.receipt("b");
    client.receipt("c");
    client.receipt("d");
    assertThat(client.receipt("e").value("message-id")).endsWith("-2");
    client.expectNothing();
  }

  @EveryWay
  void manyPublicationsUnderWayKeepTheirOrder(Way way) {
    StompClient client = stage.client(way);
    StompClient listener = stage.client(way);
    String room = "/topic/rooms.many-" + stage.user();
    listener.subscribe("1", room);

    List<String> receipts =
        IntStream.range(0, 300)
            .mapToObj(
                i ->
                    client.sendWithReceipt(
                        StompFrame.of("SEND", "destination:" + room).withBody("" + i)))
            .toList();

    for (int i = 0; i < 300; i++) {
      String id = client.receipt(receipts.get(i)).value("message-id");
      StompFrame message = listener.nextMessage("1");
      assertThat(id).endsWith("-" + (i + 1));
      assertThat(message.text()).isEqualTo("" + i);
      assertThat(message.value("message-id")).isEqualTo(id);
    }
    listener.expectNothing();
  }

  @EveryWay
  void severalFramesMayComeInOneMessage(Way way) {
    StompClient client = stage.client(way);
    String room = "/topic/rooms.together-" + stage.user();
    String subscribe = "SUBSCRIBE\nid:1\ndestination:" + room + "\n\n\0";
    String send = "SEND\ndestination:" + room + "\n\n";

    client.wire().send("\n" + subscribe + "\n\n" + send + "1\0" + send + "2\0\r\n" + send + "3");
    client.wire().send("\0\n");

    assertThat(client.nextTexts("1", 3)).containsExactly("1", "2", "3");
    client.expectNothing();
  }
}
