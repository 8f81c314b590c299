package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A SEND that is repeated with its key is said once. */
@Timeout(60)
class IdempotencyIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void aRepeatIsAnsweredWithTheFirstIdAndSaidOnce(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    String room = cast.room("rooms.lobby");
    alice.joins(room);

    String first = alice.says(room, "once", "idempotency-key:k1");
    String second = alice.says(room, "another body", "idempotency-key:k1");
    String other = alice.says(room, "twice", "idempotency-key:k2");

    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    alice.hears("once", "twice");
    cast.nobodyElseHears();
  }

  @EveryWay
  void aRepeatByAnotherSessionOfTheUserIsARepeat(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    String room = cast.room("rooms.lobby");
    String first = alice.says(room, "once", "idempotency-key:k");
    alice.saysGoodbye();

    Person again = cast.another(alice);
    again.joins(room, "since:last:9");

    assertThat(again.says(room, "once", "idempotency-key:k")).isEqualTo(first);
    again.hears("once");
    cast.nobodyElseHears();
  }

  @EveryWay
  void keysOfOthersAndOfOtherChannelsAreOthers(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    String garden = cast.room("rooms.garden");
    alice.joins(room);
    alice.joins(garden);

    alice.says(room, "alice", "idempotency-key:k");
    bob.says(room, "bob", "idempotency-key:k");
    alice.says(garden, "garden", "idempotency-key:k");

    alice.hears("alice", "bob", "garden");
  }

  @EveryWay
  void aRepeatIsOneEvenWhereNothingIsKept(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    String room = cast.room("typing.lobby");
    alice.joins(room);

    String first = alice.says(room, "once", "idempotency-key:k");

    assertThat(alice.says(room, "once", "idempotency-key:k")).isEqualTo(first);
    alice.hears("once");
    cast.nobodyElseHears();
  }

  @EveryWay
  void repeatsWithinOneTransactionAreOne(Way way) {
    StompClient client = stage.client(way);
    String room = "/topic/rooms.key-" + stage.user();
    client.subscribe("1", room);
    client.send(StompFrame.of("BEGIN", "transaction:t"));
    List<StompFrame> sends =
        List.of(
            client.sendFrame(room, new byte[0], "transaction:t", "idempotency-key:k"),
            client.sendFrame(room, new byte[0], "transaction:t", "idempotency-key:k"));
    List<String> receipts = sends.stream().map(client::sendWithReceipt).toList();

    client.request(StompFrame.of("COMMIT", "transaction:t"));

    String first = client.receipt(receipts.get(0)).value("message-id");
    assertThat(client.receipt(receipts.get(1)).value("message-id")).isEqualTo(first);
    client.nextMessage("1");
    client.expectNothing();
  }

  @EveryWay
  void aKeyThatIsTooLongOrEmptyIsRefused(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    String room = "/topic/rooms.key-" + stage.user();

    for (String wrong : List.of("", "k".repeat(65))) {
      client.sendWithReceipt(client.sendFrame(room, new byte[0], "idempotency-key:" + wrong));
      client.expectRefusal("bad-header");
    }

    assertThat(client.publish(room, "hi", "idempotency-key:" + "ü".repeat(64))).endsWith("-1");
  }
}
