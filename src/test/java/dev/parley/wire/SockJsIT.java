package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every transport of SockJS carries, as a client sees it. */
@Timeout(60)
class SockJsIT {

  private static final byte[] NO_TEXT = {(byte) 0xff, 0, (byte) 0xc3, 10};

  private final Target target = RunningParley.target();

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void peopleTalk(Transport transport) {
    try (Cast cast = new Cast(target, Door.SPRING, transport)) {
      String room = cast.room("rooms.lobby");
      Person alice = cast.person("alice");
      Person bob = cast.person("bob");
      alice.joins(room);
      bob.joins(room);

      alice.says(room, "100% \"quoted\" %41 é 😀 \u2028 \\ \t");
      bob.hears("100% \"quoted\" %41 é 😀 \u2028 \\ \t");
      bob.says(room, "hello");
      alice.hears("100% \"quoted\" %41 é 😀 \u2028 \\ \t", "hello");
      bob.hears("hello");
      cast.nobodyElseHears();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void fiveHundredMessagesStayInOrder(Transport transport) {
    List<String> texts = IntStream.range(0, 500).mapToObj(i -> "message " + i).toList();
    try (Cast cast = new Cast(target, Door.SPRING, transport)) {
      String room = cast.room("rooms.lobby");
      Person alice = cast.person("alice");
      Person bob = cast.person("bob");
      bob.joins(room);

      for (String text : texts) {
        alice.client().send(alice.client().sendFrame("/topic/" + room, text.getBytes(UTF_8)));
      }
      assertThat(bob.client().nextTexts(room, 500)).isEqualTo(texts);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void bytesArriveAsBase64AndLeaveFromIt(Transport transport) {
    try (Cast sockJs = new Cast(target, Door.SPRING, transport);
        Cast raw = new Cast(target, Door.SPRING, Transport.WEBSOCKET)) {
      String room = sockJs.room("rooms.lobby");
      Person alice = sockJs.person("alice");
      Person bob = raw.person("bob");
      alice.joins(room);
      bob.joins(room);

      alice.client().publish("/topic/" + room, NO_TEXT);
      StompFrame plain = bob.client().nextMessage(room);
      StompFrame encoded = alice.client().nextMessage(room);

      assertThat(plain.body()).isEqualTo(NO_TEXT);
      assertThat(plain.header("body-encoding")).isEmpty();
      assertThat(encoded.header("body-encoding")).contains("base64");
      assertThat(encoded.text()).isEqualTo("/wDDCg==");
      assertThat(encoded.value("content-length")).isEqualTo("8");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void aBadTokenEndsTheSession(Transport transport) {
    try (StompClient client = client(transport)) {
      client.connect(target.tokens().ofAnotherKey("mallory"));
      client.expectClose(4401);
      assertThat(client.received()).last().returns("ERROR", StompFrame::command);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void whatIsNotStompEndsTheSession(Transport transport) {
    try (StompClient client = client(transport)) {
      client.send(StompFrame.of("SEND", "destination:/topic/rooms.lobby"));
      client.expectError("bad-frame", 4400);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void aFrameThatIsTooLargeEndsTheSession(Transport transport) {
    try (Cast cast = new Cast(target, Door.SPRING, transport)) {
      Person alice = cast.person("alice");
      byte[] large = "x".repeat(70_000).getBytes(UTF_8);
      alice.client().send(alice.client().sendFrame("/topic/" + cast.room("rooms.a"), large));
      alice.isCutOff("too-large", 4400);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void theReceiptOfDisconnectIsLast(Transport transport) {
    try (Cast cast = new Cast(target, Door.SPRING, transport)) {
      String room = cast.room("rooms.lobby");
      Person alice = cast.person("alice");
      alice.joins(room);
      List<String> receipts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        StompFrame frame = alice.client().sendFrame("/topic/" + room, "bye".getBytes(UTF_8));
        receipts.add(alice.client().sendWithReceipt(frame));
      }
      String last = alice.client().sendWithReceipt(StompFrame.of("DISCONNECT"));
      alice.client().expectClose(1000);

      assertThat(alice.client().received()).last().matches(frame -> frame.isReceiptOf(last));
      receipts.forEach(alice.client()::receipt);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WEBSOCKET")
  void manyLargeMessagesComeAndGoWhole(Transport transport) {
    // Written as six characters each in JSON: a frame within the limits all the same.
    String large = "\u0001".repeat(60_000);
    try (Cast cast = new Cast(target, Door.SPRING, transport)) {
      String room = cast.room("rooms.lobby");
      Person alice = cast.person("alice");
      for (int i = 0; i < 20; i++) {
        alice.says(room, i + large);
      }
      alice.joins(room, "since:last:20");

      List<String> expected = IntStream.range(0, 20).mapToObj(i -> i + large).toList();
      assertThat(alice.client().nextTexts(room, 20)).isEqualTo(expected);
    }
  }

  private StompClient client(Transport transport) {
    return StompClient.on(transport.open(target.at(Door.SPRING)));
  }
}
