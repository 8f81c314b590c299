package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Scrape;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of messages and of who reads them moves as far as it should: no more, no less. */
@Timeout(120)
class MessageMetricsIT {

  private static final int CROWD = 6;
  private static final String TEN_KB = "x".repeat(10_000);

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.send-buffer=500KB");

  private static URI node() {
    return stage.target().at(Door.SPRING);
  }

  private static Change change() {
    return Change.of(node());
  }

  @EveryWay
  void publicationsAndDeliveriesAreCountedAndTimed(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person ben = cast.person("ben");
    String room = cast.room("rooms.a");
    ben.joins(room);
    Change all = change();

    alice.says(room, "one", "idempotency-key:k");
    alice.says(room, "one", "idempotency-key:k");
    alice.says(room, "two");
    ben.hears("one", "two");

    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("published_total{outcome=\"logged\"}", 2.0);
    expected.put("published_total{outcome=\"duplicate\"}", 1.0);
    expected.put("publish_seconds_count", 3.0);
    expected.put("delivered_total", 2.0);
    expected.put("delivery_seconds_count", 2.0);
    all.is(expected, Change::isExact);
    inTime("parley_publish_seconds");
    inTime("parley_delivery_seconds");

    alice.joins(room, "since:last:1");
    alice.hears("two");
    expected.put("subscriptions", 1.0);
    expected.put("presence_members", 1.0);
    expected.put("delivered_total", 3.0);
    expected.put("replayed_total", 1.0);
    all.is(expected, Change::isExact);
  }

  /** Buckets hold what is below them, all of it in the last, and a second is very long here. */
  private static void inTime(String timer) {
    Scrape now = Scrape.of(node());
    List<Double> steps = now.series(timer + "_bucket").stream().map(now::value).toList();
    assertThat(steps).isSorted().last().isEqualTo(now.value(timer + "_count"));
    assertThat(now.value(timer + "_sum")).isPositive();
    assertThat(now.value(timer + "_bucket{le=\"1.0\"}")).isEqualTo(now.value(timer + "_count"));
  }

  @EveryWay
  void aRoomIsTimedByLaneAndNotByListener(Way way) {
    Cast cast = stage.cast(way);
    String room = cast.room("rooms.full");
    List<Person> all = Stream.generate(() -> cast.person("x")).limit(CROWD).toList();
    all.forEach(each -> each.joins(room));
    Change change = change();

    all.getFirst().says(room, "hello");
    all.forEach(each -> each.hears("hello"));

    change.is(
        Map.of(
            "delivered_total",
            (double) CROWD,
            "delivery_seconds_count",
            (double) lanes(way.door())),
        series -> series.matches("parley_(delivered_total|delivery_seconds_count)"));
  }

  /** Over so many the sockets of a crowd are spread, who come one after the other. */
  private static int lanes(Door door) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(CROWD, door == Door.FAST ? processors : Math.max(2, processors));
  }

  @EveryWay
  void whatIsRefusedIsNoPublication(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    Change all = change();

    for (String nowhere : List.of("/topic/news.a", "/topic/none.a", "/nowhere", "/app/none")) {
      client.send(StompFrame.of("SEND", "destination:" + nowhere));
      client.next("MESSAGE");
    }
    all.is(
        Map.of(
            "published_total{outcome=\"refused\"}",
            3.0,
            "refused_total{code=\"forbidden\"}",
            1.0,
            "refused_total{code=\"unknown-namespace\"}",
            1.0,
            "refused_total{code=\"bad-destination\"}",
            2.0),
        Change::isExact);
  }

  @EveryDoor
  void whoReadsTooSlowlyIsCountedOnce(Way way) {
    String room = "/topic/rooms.slow-" + stage.user();
    RawWebSocket socket = stage.socket(way, Handshake.stomp().receiveBuffer(4096));
    StompClient slow = stage.opened(StompClient.on(socket));
    slow.connect(stage.token());
    slow.subscribe("1", room);
    StompClient speaker = stage.client(way);
    Change all = change();

    socket.stopReading();
    for (int i = 0; i < 900; i++) {
      speaker.send(speaker.sendFrame(room, TEN_KB.getBytes(UTF_8)));
    }
    speaker.expectNothing();
    all.is(Map.of("slow_consumers_total", 1.0), series -> series.startsWith("parley_slow_"));

    socket.resumeReading();
    slow.expectError("slow-consumer", 1013);
    all.is(
        Map.of(
            "slow_consumers_total",
            1.0,
            "disconnects_total{reason=\"slow-consumer\"}",
            1.0,
            "published_total{outcome=\"logged\"}",
            900.0,
            "publish_seconds_count",
            900.0),
        series ->
            series.matches("parley_(slow|disconnects|published|publish_seconds_count|refused).*"));
  }
}
