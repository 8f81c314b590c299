package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who sends faster than allowed is refused, told when to go on, and nobody else notices. */
@Timeout(60)
class TrafficIT {

  private static final int BURST = 20;
  private static final int NEW_CHANNELS = 3;

  @RegisterExtension
  static final Stage stage =
      Stage.with(
          "--parley.limits.messages-per-second=5",
          "--parley.limits.burst=" + BURST,
          "--parley.limits.bytes-per-second=50KB",
          "--parley.limits.new-channels-per-minute=" + NEW_CHANNELS);

  private static String room() {
    return "/topic/rooms.traffic-" + stage.user();
  }

  /** A client that is told of refusals; that costs it one of the burst. */
  private static StompClient client(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    return client;
  }

  private static StompFrame small(StompClient client, String room, int number) {
    return client.sendFrame(room, Integer.toString(number).getBytes(UTF_8));
  }

  private static void flood(StompClient client, String room, int count) {
    StringBuilder frames = new StringBuilder();
    for (int i = 0; i < count; i++) {
      frames.append(new String(small(client, room, i).encode(client.version()), UTF_8));
    }
    // In one message: over HTTP who is cut off between two cannot even send the second.
    client.wire().send(frames.toString());
  }

  private static void passesAgainAfter(StompClient client, String room, StompFrame refusal) {
    long wait = Long.parseLong(refusal.value("retry-after-ms"));
    assertThat(wait).isBetween(1L, 10_000L);
    await().pollDelay(Duration.ofMillis(wait)).until(() -> true);
    assertThat(client.publish(room, "again")).isNotEmpty();
  }

  @EveryWay
  void messagesThatComeTooFastAreRefusedAndPassLater(Way way) {
    String room = room();
    StompClient other = stage.client(way);
    other.subscribe("1", room);
    StompClient client = client(way);
    double before = Figures.refused(stage.target(), "rate-limited");

    flood(client, room, BURST + 5);

    StompFrame refusal = client.expectRefusal("rate-limited");
    assertThat(refusal.value("message")).isEqualTo("Too many messages; slow down.");
    assertThat(refusal.text()).contains("\"retryAfterMs\":").contains("\"" + room + "\"");
    assertThat(Figures.refused(stage.target(), "rate-limited")).isGreaterThan(before);
    passesAgainAfter(client, room, refusal);
    for (int i = 0; i < BURST - 1; i++) {
      assertThat(other.nextMessage("1").text()).isEqualTo(Integer.toString(i));
    }
    other.publish(room, "I may");
  }

  @EveryWay
  void whoIsNotToldByQueueIsToldByTheEnd(Way way) {
    StompClient client = stage.client(way);
    String room = room();
    flood(client, room, BURST);

    client.sendWithReceipt(small(client, room, BURST));

    assertThat(client.expectError("rate-limited", 1013).value("retry-after-ms")).isNotEmpty();
  }

  @EveryWay
  void whoKeepsOnIsCutOff(Way way) {
    StompClient client = client(way);

    flood(client, room(), BURST + 300);

    assertThat(client.expectError("flooding", 4429).value("retry-after-ms")).isEqualTo("30000");
  }

  @EveryWay
  void largeMessagesCountByTheirBytes(Way way) {
    StompClient client = client(way);
    String room = room();
    byte[] large = "x".repeat(50_000).getBytes(UTF_8);

    for (int i = 0; i < 5; i++) {
      client.send(client.sendFrame(room, large));
    }

    StompFrame refusal = client.expectRefusal("rate-limited");
    passesAgainAfter(client, room, refusal);
  }

  @EveryWay
  void subscribingCountsAndUnsubscribingIsNeverRefused(Way way) {
    StompClient client = client(way);
    String room = room();
    for (int i = 0; i < BURST; i++) {
      client.send(StompFrame.of("SUBSCRIBE", "id:" + i, "destination:" + room));
      client.send(StompFrame.of("UNSUBSCRIBE", "id:" + i));
    }

    assertThat(client.expectRefusal("rate-limited").text()).contains("\"subscription\"");

    assertThat(client.request(StompFrame.of("UNSUBSCRIBE", "id:none"))).isNotNull();
  }

  @EveryWay
  void refusedMessageDoomsItsTransaction(Way way) {
    StompClient client = client(way);
    String room = room();
    client.send(StompFrame.of("BEGIN", "transaction:t"));
    for (int i = 0; i < BURST; i++) {
      client.send(small(client, room, i).with("transaction", "t"));
    }
    client.expectRefusal("rate-limited");

    client.sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));

    client.expectRefusal("rate-limited");
    StompClient other = stage.client(way);
    assertThat(other.subscribe("1", room, "since:last:10").value("message-id")).endsWith("-0");
  }

  @EveryWay
  void onlySoManyChannelsAreBroughtIntoBeing(Way way) {
    String there = room();
    stage.client(way).publish(there, "this one is there");
    StompClient client = client(way);
    client.publish(there, "hello");
    String first = room();
    client.publish(first, "1");
    client.publish(room(), "2");
    client.publish(room(), "3");
    String refused = room();

    client.sendWithReceipt(small(client, refused, 4));

    StompFrame refusal = client.expectRefusal("rate-limited");
    assertThat(refusal.text()).contains("\"" + refused + "\"");
    assertThat(Long.parseLong(refusal.value("retry-after-ms"))).isBetween(5_000L, 20_001L);
    client.publish(there, "here I may");
    client.publish(first, "and here");
    stage.client(way).publish(refused, "others may");
  }
}
