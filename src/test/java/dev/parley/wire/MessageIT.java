package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.Header;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.StompVersion;
import dev.parley.wire.kit.WireMessage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a message carries from who publishes it to who hears it. */
@Timeout(60)
class MessageIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private static String room() {
    return "/topic/rooms.message-" + stage.user();
  }

  @EveryWay
  void aMessageHasItsHeadersAndNoOthers(Way way) {
    String user = stage.user();
    StompClient client = stage.stranger(way);
    client.connect(stage.tokens().of(user));
    String room = room();
    long before = Instant.now().minusSeconds(60).toEpochMilli();
    client.subscribe("sub: 0", room);

    String id = client.publish(room, "hi", "content-type:text/x-odd;q=1", "x-color:red");

    StompFrame message = client.nextMessage("sub: 0");
    assertThat(message.headers().stream().map(Header::name))
        .containsExactlyInAnyOrder(
            "subscription",
            "message-id",
            "destination",
            "content-type",
            "content-length",
            "sender",
            "timestamp",
            "x-color");
    assertThat(message.value("message-id")).isEqualTo(id);
    assertThat(message.value("destination")).isEqualTo(room);
    assertThat(message.value("content-type")).isEqualTo("text/x-odd;q=1");
    assertThat(message.value("content-length")).isEqualTo("2");
    assertThat(message.value("sender")).isEqualTo(user);
    assertThat(message.value("x-color")).isEqualTo("red");
    assertThat(Long.parseLong(message.value("timestamp")))
        .isBetween(before, Instant.now().plusSeconds(60).toEpochMilli());
  }

  @EveryWay
  void anyContentTypeTravelsAsItIsOrNotAtAll(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);

    for (String type : List.of("application/json", "§ no / type: at all ;;", "*/*", "TEXT/PLAIN")) {
      client.publish(room, "{}", "content-type:" + type);
      assertThat(client.nextMessage("1").value("content-type")).isEqualTo(type);
    }
    client.publish(room, "hi");
    assertThat(client.nextMessage("1").header("content-type")).isEmpty();
  }

  @EveryWay
  void aMessageLongerThanOneWebSocketFrameOfOursArrivesWhole(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);
    // With its headers longer than 64 KiB as a MESSAGE, though not as a SEND; the letters of two
    // bytes each are cut through somewhere.
    String text = "x" + "é".repeat(32_690);

    client.publish(room, text);
    client.publish(room, "short");

    assertThat(client.nextMessage("1").text()).isEqualTo(text);
    assertThat(client.nextMessage("1").text()).isEqualTo("short");
  }

  @EveryWay
  void timeNeverRunsBackwardsInAChannel(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);
    long last = 0;

    for (int i = 0; i < 20; i++) {
      client.publish(room, "tick");
      long now = Long.parseLong(client.nextMessage("1").value("timestamp"));
      assertThat(now).isGreaterThanOrEqualTo(last);
      last = now;
    }
  }

  @EveryWay
  void bytesArriveAsTheyWereSent(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);
    byte[] all = new byte[512];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    byte[] nuls = "a\0b\0\0".getBytes(UTF_8);

    for (byte[] body : List.of(all, nuls, new byte[0], new byte[1], "日本 😀\r\n".getBytes(UTF_8))) {
      client.publish(room, body);
      StompFrame message = client.nextMessage("1");
      assertThat(message.content()).isEqualTo(body);
      assertThat(message.value("content-length")).isEqualTo("" + message.body().length);
    }
  }

  @EveryDoor
  void textLeavesAsTextAndBytesAsBinaryWhateverTheyCameAs(Way way) {
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));
    client.connect(stage.token());
    String room = room();
    client.subscribe("1", room);

    socket.send(("SEND\ndestination:" + room + "\n\ntext as binary\0").getBytes(UTF_8));
    WireMessage text = socket.next();
    client.send(client.sendFrame(room, new byte[] {(byte) 0xff, 0}));
    WireMessage bytes = socket.next();

    assertThat(text.binary()).isFalse();
    assertThat(text.text()).contains("text as binary");
    assertThat(bytes.binary()).isTrue();
    StompFrame message = StompFrame.parse(bytes.bytes(), StompVersion.V1_2).getFirst();
    assertThat(message.body()).containsExactly(0xff, 0);
  }

  @EveryWay
  void ownHeadersTravelWhateverTheyHold(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);
    StompFrame frame =
        client
            .sendFrame(room, "hi".getBytes(UTF_8))
            .with("x-colon", "a:b")
            .with("x-lines", "a\r\nb\nc")
            .with("x-slash", "\\n\\c\\")
            .with("x-empty", "")
            .with("x-spaces", "  a  ")
            .with("x-ünï:cödé", "日本 😀");

    client.request(frame);

    StompFrame message = client.nextMessage("1");
    for (Header header : frame.headers()) {
      if (header.name().startsWith("x-")) {
        assertThat(message.value(header.name())).as(header.name()).isEqualTo(header.value());
      }
    }
  }

  @EveryWay
  void sixteenOwnHeadersOfOneKibibyteTravel(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);
    StompFrame frame = client.sendFrame(room, new byte[0]);
    for (int i = 10; i < 26; i++) {
      frame = frame.with("x-" + i, "v".repeat(60));
    }

    client.request(frame);

    StompFrame message = client.nextMessage("1");
    for (int i = 10; i < 26; i++) {
      assertThat(message.value("x-" + i)).hasSize(60);
    }
  }

  @EveryWay
  void moreOwnHeadersThanThatAreRefused(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    String room = room();
    client.subscribe("1", room);
    StompFrame many = client.sendFrame(room, new byte[0]);
    for (int i = 0; i < 17; i++) {
      many = many.with("x-" + i, "");
    }

    client.sendWithReceipt(many);
    client.expectRefusal("bad-header");
    client.sendWithReceipt(client.sendFrame(room, new byte[0], "x-a:" + "v".repeat(1022)));
    client.expectRefusal("bad-header");

    client.request(client.sendFrame(room, new byte[0], "x-a:" + "v".repeat(1021)));
    assertThat(client.nextMessage("1").value("x-a")).hasSize(1021);
    client.expectNothing();
  }

  @EveryWay
  void theFirstOfARepeatedHeaderCounts(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("1", room);

    client.publish(room, "hi", "x-a:first", "x-a:second", "destination:/topic/rooms.other");

    assertThat(client.nextMessage("1").value("x-a")).isEqualTo("first");
  }

  @EveryWay
  void whoAsksForAcknowledgementGetsAnIdForIt(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    client.subscribe("auto", room, "ack:auto");
    client.subscribe("client", room, "ack:client");
    client.subscribe("each", room, "ack:client-individual");

    client.publish(room, "hi");

    assertThat(client.nextMessage("auto").header("ack")).isEmpty();
    String ack = client.nextMessage("client").value("ack");
    String nack = client.nextMessage("each").value("ack");
    assertThat(ack).isNotEqualTo(nack);
    client.request(StompFrame.of("ACK", "id:" + ack));
    client.request(StompFrame.of("NACK", "id:" + nack));
    client.request(StompFrame.of("ACK", "id:unknown"));
    client.expectNothing();
  }
}
