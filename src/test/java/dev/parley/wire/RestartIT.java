package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged jar: how it starts, why it does not, and how it says goodbye. */
@Timeout(120)
class RestartIT {

  private static final String KEY = "--parley.auth.secret=" + ParleyProcess.SECRET;

  private static final String ANY_PORT = "--server.port=0";
  private static final String ANY_FAST_PORT = "--parley.socket.port=0";

  /** Everybody at once. */
  private static final String[] IN_A_HURRY = {
    KEY, ANY_PORT, ANY_FAST_PORT, "--parley.drain.delay=0s", "--parley.drain.duration=0s"
  };

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : opened) {
      resource.close();
    }
  }

  private ParleyProcess start(String... arguments) {
    ParleyProcess process = ParleyProcess.start(arguments);
    opened.add(process);
    return process;
  }

  private StompClient connected(Target target, Transport transport) {
    return connected(target, Door.SPRING, transport);
  }

  private StompClient connected(Target target, Door door, Transport transport) {
    StompClient client = StompClient.on(transport.open(target.at(door)));
    opened.add(client);
    // Of one user only so many are let in.
    client.connect(target.tokens().of("user-" + opened.size()));
    return client;
  }

  @Test
  void sigtermSendsEverybodyElsewhereAndEnds() throws InterruptedException {
    ParleyProcess process = start(IN_A_HURRY);
    Target target = process.target();
    List<StompClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      for (Door door : Door.values()) {
        List<Transport> all = List.copyOf(door.transports());
        clients.add(connected(target, door, all.get(i % all.size())));
        clients.getLast().subscribe("1", "/topic/rooms.lobby");
      }
    }

    process.terminate();

    for (StompClient client : clients) {
      client.patience(Duration.ofSeconds(5)).expectError("restarting", 1012);
    }
    nobodyIsLetInAnyMore(target);
    assertThat(process.exitsWithin(10)).isIn(143, 0);
    assertThat(process.output()).doesNotContain("Exception").doesNotContain(" ERROR ");
  }

  @Test
  void aSocketThatNeverConnectedDoesNotHoldItUp() throws InterruptedException {
    ParleyProcess process = start(IN_A_HURRY);
    Target target = process.target();
    List<RawWebSocket> silent = new ArrayList<>();
    for (Door door : Door.values()) {
      silent.add(socket(target, door));
      RawWebSocket deaf = socket(target, door);
      deaf.answerClose(false);
      deaf.stopReading();
    }

    process.terminate();

    assertThat(silent).allSatisfy(each -> assertThat(each.closed().code()).isEqualTo(1012));
    assertThat(process.exitsWithin(15)).isIn(143, 0);
  }

  @Test
  void sigtermGivesEverybodyTimeToMoveAndThenEnds() throws InterruptedException {
    ParleyProcess process =
        start(
            KEY,
            ANY_PORT,
            ANY_FAST_PORT,
            "--parley.drain.delay=1s",
            "--parley.drain.duration=2s",
            "--spring.lifecycle.timeout-per-shutdown-phase=500ms");
    StompClient stays = connected(process.target(), Transport.XHR_POLLING);
    stays.subscribe("1", "/user/queue/session");

    long begin = System.nanoTime();
    process.terminate();

    assertThat(stays.nextMessage("1").text()).isEqualTo("{\"type\":\"move\",\"withinMs\":1000}");
    stays.expectError("restarting", 1012);
    assertThat(process.exitsWithin(10)).isIn(143, 0);
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    assertThat(process.output())
        .containsSubsequence("Draining", "1 asked to move, 1 closed, 0 cut", "graceful shutdown")
        .doesNotContain("Exception")
        .doesNotContain(" ERROR ");
  }

  @Test
  void theDemoEndsAtOnce() throws InterruptedException {
    ParleyProcess process = start("--spring.profiles.active=demo", KEY, ANY_PORT, ANY_FAST_PORT);
    StompClient stays = connected(process.target(), Transport.WEBSOCKET);
    stays.subscribe("1", "/user/queue/session");

    process.terminate();

    stays.expectError("restarting", 1012);
    assertThat(process.exitsWithin(4)).isIn(143, 0);
  }

  private RawWebSocket socket(Target target, Door door) {
    RawWebSocket socket = RawWebSocket.open(Transport.endpoint(target.at(door)), Handshake.stomp());
    opened.add(socket);
    return socket;
  }

  /** Answered with 503 while it stops, or not at all. */
  private void nobodyIsLetInAnyMore(Target target) {
    for (Door door : Door.values()) {
      try {
        assertThat(socket(target, door).answer().status()).isEqualTo(503);
      } catch (UncheckedIOException refused) {
        assertThat(refused).hasMessageNotContaining("timed out");
      }
    }
  }

  @Test
  void withAKeyItServesAndTheDemoIsNotThere() throws IOException, InterruptedException {
    Target target = start(KEY, ANY_PORT, ANY_FAST_PORT).target();

    StompClient client = connected(target, Transport.WEBSOCKET);
    client.subscribe("1", "/topic/rooms.lobby");
    client.publish("/topic/rooms.lobby", "hi");

    assertThat(client.nextMessage("1").text()).isEqualTo("hi");
    assertThat(status(target, "/actuator/health/liveness")).isEqualTo(200);
    assertThat(status(target, "/actuator/health/readiness")).isEqualTo(200);
    for (String demo : List.of("/", "/index.html", "/demo/", "/demo/token", "/token")) {
      assertThat(status(target, demo)).as(demo).isIn(401, 403, 404);
    }
  }

  private static int status(Target target, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(target.at(Door.SPRING).resolve(path)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void withoutAKeyItSaysWhichOneIsMissing() throws InterruptedException {
    ParleyProcess process = start(ANY_PORT, ANY_FAST_PORT);

    assertThat(process.refusesToStart()).isEqualTo(1);

    saysWhyInOneSentence(process, "parley.auth.secret");
  }

  @Test
  void aKeyThatIsTooShortIsNamed() throws InterruptedException {
    ParleyProcess process = start(ANY_PORT, ANY_FAST_PORT, "--parley.auth.secret=short");

    assertThat(process.refusesToStart()).isEqualTo(1);

    assertThat(process.output()).contains("parley.auth.secret must have at least 32 bytes");
    assertThat(process.output()).doesNotContain("\tat ");
  }

  @Test
  void aPortThatIsTakenIsNamedWithItsKey() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0)) {
      ParleyProcess process = start(KEY, ANY_FAST_PORT, "--server.port=" + taken.getLocalPort());

      assertThat(process.refusesToStart()).isEqualTo(1);

      saysWhyInOneSentence(process, "server.port");
      assertThat(process.output()).contains(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void aFastPortThatIsTakenIsNamedWithItsKey() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0)) {
      ParleyProcess process = start(KEY, ANY_PORT, "--parley.socket.port=" + taken.getLocalPort());

      assertThat(process.refusesToStart()).isEqualTo(1);

      saysWhyInOneSentence(process, "parley.socket.port");
      assertThat(process.output()).contains(String.valueOf(taken.getLocalPort()));
    }
  }

  private static void saysWhyInOneSentence(ParleyProcess process, String key) {
    assertThat(process.output().lines().filter(line -> line.contains(key))).hasSize(1);
    assertThat(process.output()).doesNotContain("\tat ").doesNotContain("Caused by");
  }
}
