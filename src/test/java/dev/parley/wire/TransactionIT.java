package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is sent between BEGIN and COMMIT happens all together, in order, or not at all. */
@Timeout(60)
class TransactionIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private static void begin(StompClient client, String name) {
    client.send(StompFrame.of("BEGIN", "transaction:" + name));
  }

  private static StompFrame in(StompClient client, String name, String room, String text) {
    return client.sendFrame("/topic/" + room, text.getBytes(UTF_8), "transaction:" + name);
  }

  @EveryWay
  void nothingIsSaidBeforeCommitAndThenAllInOrder(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    StompClient client = bob.client();
    begin(client, "t");
    List<String> receipts = new ArrayList<>();
    for (String text : List.of("1", "2", "3")) {
      receipts.add(client.sendWithReceipt(in(client, "t", room, text)));
    }
    bob.says(room, "before");
    alice.hears("before");
    cast.nobodyElseHears();

    String commit = client.sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));

    alice.hears("1", "2", "3");
    for (int i = 0; i < 3; i++) {
      assertThat(client.receipt(receipts.get(i)).value("message-id")).endsWith("-" + (i + 2));
    }
    client.receipt(commit);
    assertThat(client.received().getLast().value("receipt-id")).isEqualTo(commit);
    cast.nobodyElseHears();
  }

  @EveryWay
  void severalChannelsMayBePartOfOne(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    StompClient client = alice.client();
    String lobby = cast.room("rooms.lobby");
    String garden = cast.room("rooms.garden");
    alice.joins(lobby);
    alice.opensInbox();
    begin(client, "t");
    client.send(in(client, "t", lobby, "1"));
    client.send(in(client, "t", garden, "2"));
    client.send(
        client.sendFrame(
            "/user/" + alice.user() + "/queue/inbox", "3".getBytes(UTF_8), "transaction:t"));

    client.request(StompFrame.of("COMMIT", "transaction:t"));

    alice.hears("1", "3");
    alice.joins(garden, "since:last:9");
    alice.hears("2");
    cast.nobodyElseHears();
  }

  @EveryWay
  void transactionsDoNotMix(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    StompClient client = alice.client();
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    begin(client, "a");
    begin(client, "b");
    client.send(in(client, "a", room, "a1"));
    client.send(in(client, "b", room, "b1"));
    client.send(in(client, "a", room, "a2"));

    client.request(StompFrame.of("COMMIT", "transaction:b"));
    client.request(StompFrame.of("COMMIT", "transaction:a"));

    alice.hears("b1", "a1", "a2");
  }

  @EveryWay
  void anAbortedOneSaysNothingAndItsNameIsFreeAgain(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    StompClient client = alice.client();
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    begin(client, "t");
    client.sendWithReceipt(in(client, "t", room, "never"));
    client.request(StompFrame.of("ABORT", "transaction:t"));

    begin(client, "t");
    client.send(in(client, "t", room, "now"));
    client.request(StompFrame.of("COMMIT", "transaction:t"));

    alice.hears("now");
    cast.nobodyElseHears();
  }

  @EveryWay
  void oneRefusedSendDoomsAllOfIt(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    alice.listensForRefusals();
    StompClient client = alice.client();
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    begin(client, "t");
    client.sendWithReceipt(in(client, "t", room, "good"));
    client.sendWithReceipt(in(client, "t", "news.today", "bad"));
    alice.isRefused("forbidden");
    client.sendWithReceipt(in(client, "t", room, "good, too"));

    client.sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));

    alice.isRefused("forbidden");
    cast.nobodyElseHears();
  }

  @EveryDoor
  void aLostConnectionSaysNothing(Way way) {
    saysNothing(way, false);
  }

  @EveryWay
  void disconnectSaysNothing(Way way) {
    saysNothing(way, true);
  }

  private static void saysNothing(Way way, boolean politely) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    begin(bob.client(), "t");
    bob.client().send(in(bob.client(), "t", room, "never"));
    bob.says(room, "outside");

    if (politely) {
      bob.saysGoodbye();
    } else {
      bob.goesOffline();
    }

    alice.hears("outside");
    assertThat(alice.says(room, "next")).endsWith("-2");
    alice.hears("next");
    cast.nobodyElseHears();
  }

  @EveryWay
  void onlyAnOpenTransactionCanBeUsed(Way way) {
    for (StompFrame wrong :
        List.of(
            StompFrame.of("COMMIT", "transaction:t"),
            StompFrame.of("ABORT", "transaction:t"),
            StompFrame.of("COMMIT"),
            StompFrame.of("BEGIN"),
            StompFrame.of("ACK", "id:1", "transaction:t"),
            StompFrame.of("NACK", "id:1", "transaction:t"),
            StompFrame.of("SEND", "destination:/topic/rooms.lobby", "transaction:t"))) {
      StompClient client = stage.client(way);
      client.subscribe("errors", "/user/queue/errors");

      client.send(wrong.with("receipt", "w"));

      assertThat(client.expectError("bad-frame", 4400).value("receipt-id")).isEqualTo("w");
    }
  }

  @EveryWay
  void oneThatIsOpenCannotBeginAgain(Way way) {
    StompClient client = stage.client(way);
    begin(client, "t");

    begin(client, "t");

    client.expectError("bad-frame", 4400);
  }

  @EveryWay
  void theirSizeAndNumberAreBounded(Way way) {
    StompClient many = stage.client(way);
    begin(many, "t");
    for (int i = 0; i < 101; i++) {
      many.send(in(many, "t", "rooms.lobby", "" + i));
    }
    many.expectError("too-large", 4400);

    StompClient open = stage.client(way);
    for (int i = 0; i < 17; i++) {
      begin(open, "t" + i);
    }
    open.expectError("too-large", 4400);
  }
}
