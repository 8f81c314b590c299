package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.order.Order;
import dev.parley.order.Orders;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.HttpAnswer;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a node ends: what operators, newcomers and those who are there see of it, and when. */
@Timeout(90)
class DrainIT {

  private static final Duration DELAY = Duration.ofSeconds(3);
  private static final Duration DURATION = Duration.ofSeconds(4);

  /** Half of the duration is for those who were asked last. */
  private static final double EARLY_MILLIS = 150;

  private static final double LATE_MILLIS = 1000;
  private static final Duration WITHIN = DURATION.dividedBy(2);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }

  private RunningParley node(Duration delay, Duration duration, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--parley.drain.delay=" + delay.toMillis() + "ms");
    all.add("--parley.drain.duration=" + duration.toMillis() + "ms");
    return opened(RunningParley.with(all.toArray(String[]::new)));
  }

  private StompClient client(Target target, Way way) {
    StompClient client = opened(StompClient.on(way.transport().open(target.at(way.door()))));
    client.connect(target.tokens().of("user-" + opened.size()));
    return client;
  }

  private static CompletableFuture<Duration> ends(RunningParley node) {
    long begin = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          node.close();
          return Duration.ofNanos(System.nanoTime() - begin);
        });
  }

  /** Each way of each door, one who listens for notices and one who does not. */
  private List<Leaver> leavers(Target target) {
    List<Leaver> all = new ArrayList<>();
    for (Way way : Way.all().toList()) {
      StompClient listening = client(target, way);
      listening.subscribe("notices", "/user/queue/session");
      all.add(new Leaver(way, listening, true));
      all.add(new Leaver(way, client(target, way), false));
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"management.endpoints.web.base-path=/actuator", "management.server.port=0"})
  void allIsServedThenAskedToMoveThenClosed(String operators) {
    RunningParley node = node(DELAY, DURATION, "--" + operators);
    Target target = node.asTarget();
    Probes probes = new Probes(node.forOperators());
    List<Leaver> leavers = leavers(target);
    assertThat(probes.readiness()).isEqualTo(200);
    assertThat(probes.figure("parley_drain")).isZero();

    long begin = System.nanoTime();
    CompletableFuture<Duration> end = ends(node);

    await().atMost(Duration.ofSeconds(1)).until(() -> probes.readiness() == 503);
    assertThat(probes.ask("/actuator/health/readiness").body()).contains("OUT_OF_SERVICE");
    assertThat(probes.liveness()).isEqualTo(200);
    assertThat(probes.figure("parley_drain")).isEqualTo(1);
    List<Leaver> late = newcomersAreServed(target);
    CompletableFuture<Long> lastAnswer = CompletableFuture.supplyAsync(() -> lastAnswer(probes));
    await().atMost(DELAY.plusSeconds(1)).until(() -> isRefused(target, Door.SPRING));
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(DELAY.toNanos());
    newcomersAreRefused(target);

    List<Leaver.Course> courses =
        Stream.of(leavers, late).flatMap(List::stream).map(Leaver::course).toList();
    long from = begin + DELAY.toNanos();
    areSpread(courses.stream().mapToLong(course -> course.turn() - from).sorted().toArray());
    assertThat(courses).allSatisfy(course -> hadItsTime(course, from));
    long last = courses.stream().mapToLong(Leaver.Course::closed).max().orElseThrow();
    assertThat(end.join()).isBetween(DELAY.plus(WITHIN), DELAY.plus(DURATION).plusSeconds(2));
    assertThat(lastAnswer.join()).isGreaterThan(last - Duration.ofMillis(300).toNanos());
  }

  private List<Leaver> newcomersAreServed(Target target) {
    List<Leaver> all = new ArrayList<>();
    for (Way way : Way.all().toList()) {
      StompClient late = client(target, way);
      late.subscribe("room", "/topic/rooms.late-" + opened.size());
      late.publish("/topic/rooms.late-" + opened.size(), "here");
      assertThat(late.nextMessage("room").text()).isEqualTo("here");
      all.add(new Leaver(way, late, false));
    }
    return all;
  }

  private static boolean isRefused(Target target, Door door) {
    return handshake(target, door).status() == 503;
  }

  private static void newcomersAreRefused(Target target) {
    for (Door door : Door.values()) {
      HttpAnswer answer = handshake(target, door);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).contains("1");
    }
    HttpResponse<String> sockJs = new Probes(target.at(Door.SPRING)).ask("/ws/info");
    assertThat(sockJs.statusCode()).isEqualTo(503);
    assertThat(sockJs.headers().firstValue("Retry-After")).contains("1");
  }

  /** And is gone at once, or it would take a turn too. */
  private static HttpAnswer handshake(Target target, Door door) {
    try (RawWebSocket socket =
        RawWebSocket.open(Transport.endpoint(target.at(door)), Handshake.stomp())) {
      return socket.answer();
    }
  }

  /** When it last answered; not ready, and alive, all the time. */
  private static long lastAnswer(Probes probes) {
    long last = System.nanoTime();
    try {
      while (true) {
        assertThat(probes.readiness()).isEqualTo(503);
        assertThat(probes.liveness()).isEqualTo(200);
        last = System.nanoTime();
      }
    } catch (UncheckedIOException over) {
      return last;
    }
  }

  /** Nobody before the turn; a second late is for a machine that does other things as well. */
  private static void areSpread(long[] turns) {
    double asking = DURATION.minus(WITHIN).toMillis();
    for (int i = 0; i < turns.length; i++) {
      double due = i * asking / turns.length;
      assertThat(turns[i] / 1e6).isBetween(due - EARLY_MILLIS, due + LATE_MILLIS);
    }
  }

  private static void hadItsTime(Leaver.Course course, long from) {
    long within = Duration.ofMillis(course.within()).toNanos();
    assertThat((course.closed() - from) / 1e6).isLessThan(DURATION.toMillis() + LATE_MILLIS);
    if (course.asked().isPresent()) {
      assertThat(course.within()).isBetween(WITHIN.toMillis() * 9 / 10, WITHIN.toMillis());
      assertThat((course.closed() - course.turn() - within) / 1e6)
          .isBetween(-LATE_MILLIS, LATE_MILLIS);
    }
  }

  @Test
  void itEndsAsSoonAsAllHaveMovedAndNobodyIsThere() {
    RunningParley node = node(Duration.ofMillis(500), Duration.ofSeconds(30));
    Target target = node.asTarget();
    StompClient moves = client(target, new Way(Door.FAST, Transport.WEBSOCKET));
    moves.subscribe("notices", "/user/queue/session");

    CompletableFuture<Duration> end = ends(node);

    assertThat(moves.nextMessage("notices").text())
        .isEqualTo("{\"type\":\"move\",\"withinMs\":5000}");
    moves.disconnect();
    assertThat(end.join()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(4));
  }

  @Test
  void kicksHoldUntilTheEnd() {
    RunningParley node = node(Duration.ofMillis(500), Duration.ofSeconds(30));
    Target target = node.asTarget();
    StompClient alice = client(target, new Way(Door.SPRING, Transport.XHR_STREAMING));
    alice.subscribe("notices", "/user/queue/session");
    String user = "user-" + opened.size();
    CompletableFuture<Duration> end = ends(node);
    alice.nextMessage("notices");

    assertThat(node.bean(Orders.class).give(new Order.Kick(user)).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));

    alice.expectError("kicked", 4403);
    assertThat(end.join()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void whoeverIsLeftIsCutInTheEnd() {
    RunningParley node = node(Duration.ZERO, Duration.ofMillis(500));
    for (Door door : Door.values()) {
      RawWebSocket deaf =
          opened(
              RawWebSocket.open(Transport.endpoint(node.asTarget().at(door)), Handshake.stomp()));
      deaf.answerClose(false);
      deaf.stopReading();
    }

    assertThat(ends(node).join()).isBetween(Duration.ofMillis(4500), Duration.ofSeconds(9));
  }
}
