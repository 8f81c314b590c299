package dev.parley.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bytes that are no STOMP, or too many: whoever sends them is sent away, nobody else notices. */
@Timeout(60)
class BadBytesIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  /** The service may already have ended what this goes on with. */
  private static void sendsIfItCan(StompClient client, String text) {
    try {
      client.wire().send(text);
    } catch (UncheckedIOException ended) {
      // How it ended is what the test asks next.
    }
  }

  /** What is sent ends the connection with that code; the others talk on. */
  private static void ends(Way way, String text, String code) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.wire().send(text);

    client.expectError(code, 4400);
    others.talkOn();
  }

  @EveryWay
  void whatIsNoFrameOfAClient(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    for (String text :
        List.of(
            "hello\n\n\0",
            "{\"type\":\"subscribe\"}\n\n\0",
            "\0",
            " SEND\ndestination:/topic/rooms.a\n\nhi\0",
            "send\ndestination:/topic/rooms.a\n\nhi\0",
            "MESSAGE\nsubscription:1\nmessage-id:1\ndestination:/topic/rooms.a\n\nhi\0",
            "CONNECTED\nversion:1.2\n\n\0",
            "RECEIPT\nreceipt-id:1\n\n\0",
            "ERROR\n\n\0")) {
      StompClient client = stage.client(way);
      client.wire().send(text);
      client.expectError("bad-frame", 4400);
    }
    others.talkOn();
  }

  @EveryWay
  void aHeaderWithoutColon(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\noops\n\nhi\0", "bad-frame");
  }

  @EveryWay
  void aHeaderWithoutName(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\n:value\n\nhi\0", "bad-frame");
  }

  @EveryWay
  void anEscapeThatStompDoesNotKnow(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\nx-a:\\t\n\nhi\0", "bad-frame");
  }

  @EveryWay
  void aNulInTheHeaders(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\nx-a:b\0c\n\nhi\0", "bad-frame");
  }

  @EveryWay
  void aNulInABodyOfUnknownLengthEndsTheFrame(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.wire().send("SEND\ndestination:/topic/nowhere.a\n\nhi\0 and more\0");

    client.expectError("bad-frame", 4400);
    others.talkOn();
  }

  @EveryWay
  void aContentLengthThatIsTooShort(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\ncontent-length:2\n\nhello\0", "bad-frame");
  }

  @EveryWay
  void aContentLengthThatIsNoLength(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    for (String wrong : List.of("-1", "x", "", "1.0", "0x2", " 2")) {
      StompClient client = stage.client(way);
      client.wire().send("SEND\ndestination:/topic/rooms.a\ncontent-length:" + wrong + "\n\nhi\0");
      client.expectError("bad-frame", 4400);
    }
    others.talkOn();
  }

  @EveryWay
  void aContentLengthThatIsTooLongWaitsForWhatWasAnnounced(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.wire().send("SEND\ndestination:/topic/rooms.a\ncontent-length:10\n\nhello\0");
    client.wire().send("SEND\ndestination:/topic/rooms.a\n\nhi\0");

    client.expectError("bad-frame", 4400);
    others.talkOn();
  }

  @EveryWay
  void aContentLengthBeyondAllLimits(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\ncontent-length:10000000\n\nhi", "too-large");
    ends(way, "SEND\ndestination:/topic/rooms.a\ncontent-length:99999999999\n\nhi", "too-large");
  }

  @EveryWay
  void aBodyWhereNoneMayBe(Way way) {
    ends(way, "SUBSCRIBE\nid:1\ndestination:/topic/rooms.a\n\nbody\0", "bad-frame");
  }

  @EveryWay
  void aThousandHeaders(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\n" + "a:b\n".repeat(1000) + "\nhi\0", "too-large");
  }

  @EveryWay
  void aFrameThatIsALittleTooLarge(Way way) {
    ends(way, "SEND\ndestination:/topic/rooms.a\n\n" + "x".repeat(65_536) + "\0", "too-large");
    ends(way, "SEND\nx-a:" + "x".repeat(65_536), "too-large");
  }

  @EveryWay
  void aFrameInManyMessagesThatGrowsTooLarge(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.wire().send("SEND\ndestination:/topic/rooms.a\n\n");
    for (int i = 0; i < 70; i++) {
      sendsIfItCan(client, "x".repeat(1000));
    }

    client.expectError("too-large", 4400);
    others.talkOn();
  }

  @EveryWay
  void theLargestFrameThatIsAllowedPasses(Way way) {
    StompClient client = stage.client(way);
    String room = "/topic/rooms.large-" + stage.user();
    client.subscribe("1", room);
    String head = "SEND\ndestination:" + room + "\n\n";

    client.wire().send(head + "x".repeat(65_536 - head.length()) + "\0");

    assertThat(client.nextMessage("1").body()).hasSize(65_536 - head.length());
  }

  @EveryDoor
  void tenMegabytesInOneFrame(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));
    client.connect(stage.token());

    sendsIfItCan(client, "SEND\ndestination:/topic/rooms.a\n\n" + "x".repeat(10_000_000) + "\0");

    assertThat(socket.closed().code()).isEqualTo(1009);
    others.talkOn();
  }

  @EveryDoor
  void textThatIsNotUtf8(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    for (byte[] wrong :
        List.of(
            "SEND\ndestination:/topic/rooms.a\n\n\u00ff\0".getBytes(ISO_8859_1),
            new byte[] {(byte) 0xc3},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0x80})) {
      RawWebSocket socket = stage.socket(way, Handshake.stomp());
      StompClient client = stage.opened(StompClient.on(socket));
      client.connect(stage.token());

      socket.send(WebSocketFrame.of(WebSocketFrame.TEXT, wrong));

      assertThat(socket.closed()).extracting(Closed::code).isEqualTo(1007);
      assertThat(socket.next(Duration.ZERO)).isEmpty();
    }
    others.talkOn();
  }

  @EveryDoor
  void bytesThatAreNotUtf8InTheHeaders(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    RawWebSocket socket = stage.socket(way, Handshake.stomp());
    StompClient client = stage.opened(StompClient.on(socket));
    client.connect(stage.token());

    socket.send("SEND\ndestination:/topic/rooms.a\nx-a:\u00ff\n\nhi\0".getBytes(ISO_8859_1));

    client.expectError("bad-frame", 4400);
    others.talkOn();
  }
}
