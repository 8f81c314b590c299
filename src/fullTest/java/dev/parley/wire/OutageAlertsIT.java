package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.RabbitServer;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Scrape;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What really happens is what is alerted: a node is scraped while Redis and RabbitMQ go and come,
 * strangers try tokens and clients stop reading; then promtool has the rules judge what was
 * scraped. All the while the node says that it lives, and its figures come, as soon as a probe
 * wants them.
 */
@Timeout(300)
class OutageAlertsIT {

  static final Set<String> EXPECTED =
      Set.of(
          "ParleyStoreAway",
          "ParleyPublishErrors",
          "ParleyBrokerAway",
          "ParleyTokenFailures",
          "ParleySlowConsumers");

  private static final String ROOM = "/topic/rooms.lobby";
  private static final String TEN_KB = "x".repeat(10_000);
  private static final int STRANGERS = 40;
  private static final int SLOW = 8;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final RedisServer redis = opened(RedisServer.start());
  private final RabbitServer rabbit = opened(RabbitServer.started());
  private final ParleyProcess node =
      opened(
          ParleyProcess.start(
              "--parley.auth.secret=" + ParleyProcess.SECRET,
              "--server.port=0",
              "--parley.socket.port=0",
              "--parley.limits.send-buffer=500KB",
              "--parley.store.type=redis",
              "--spring.data.redis.port=" + redis.port(),
              "--parley.broker.type=relay",
              "--parley.relay.port=" + rabbit.port(),
              "--parley.relay.login=parley",
              "--parley.relay.passcode=" + RabbitServer.PASSCODE));
  private final Target target = node.target();

  /** Of each stretch of time, by its first and last scrape, which alerts are to fire in it. */
  private final List<Stretch> stretches = new ArrayList<>();

  private record Stretch(int first, int last, Set<String> alerts) {}

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.addFirst(resource);
    return resource;
  }

  private StompClient client(String user) {
    StompClient client =
        opened(StompClient.on(Transport.WEBSOCKET.open(target.at(Door.FAST), Handshake.stomp())));
    assertThat(client.connect(target.tokens().of(user)).command()).isEqualTo("CONNECTED");
    return client;
  }

  @Test
  void whatHappensIsAlertedAndNothingElse(@TempDir Path folder) throws IOException {
    isThere();
    StompClient speaker = client("speaker");
    client("listener").subscribe("1", ROOM);
    try (Recording recording =
        new Recording(
            target.at(Door.SPRING),
            () -> speaker.send(speaker.sendFrame(ROOM, "hello".getBytes(UTF_8))))) {
      stretch(recording, Set.of(), () -> recording.minutes(7));
      stretch(
          recording, Set.of("ParleyStoreAway", "ParleyPublishErrors"), () -> noRedis(recording));
      quiet(recording);
      stretch(recording, Set.of("ParleyBrokerAway"), () -> noBroker(recording));
      quiet(recording);
      stretch(recording, Set.of("ParleyTokenFailures"), () -> strangers(recording));
      quiet(recording);
      stretch(recording, Set.of("ParleySlowConsumers"), () -> slowConsumers(recording));
      quiet(recording);

      assertThat(recording.complaints()).isEmpty();
      Path tests = Files.writeString(folder.resolve("outage.yaml"), unitTest(recording));
      Promtool.test(tests).isGood();
    }
    assertThat(
            stretches.stream().flatMap(each -> each.alerts().stream()).collect(Collectors.toSet()))
        .isEqualTo(EXPECTED);
  }

  /** A machine that has just begun may take longer for its first answers. */
  private void isThere() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              Scrape now = Scrape.of(target.at(Door.SPRING));
              return now.value("parley_ready") == 1 && now.value("parley_relay_connected") == 2;
            });
  }

  private void stretch(Recording recording, Set<String> alerts, Runnable what) {
    int first = recording.now();
    what.run();
    stretches.add(new Stretch(first, recording.now() - 1, alerts));
  }

  /** What was is forgotten after the five minutes that the rules look back; then none fires. */
  private void quiet(Recording recording) {
    recording.minutes(6);
    stretch(recording, Set.of(), () -> recording.minutes(2));
  }

  private void noRedis(Recording recording) {
    redis.kill();
    recording.until("parley_store_connected", 0);
    recording.minutes(3);
    redis.restart();
    recording.until("parley_store_connected", 1);
  }

  private void noBroker(Recording recording) {
    rabbit.kill();
    recording.until("parley_relay_connected", 0);
    recording.minutes(2);
    rabbit.start();
    recording.until("parley_relay_connected", 2);
  }

  private void strangers(Recording recording) {
    for (int i = 0; i < STRANGERS; i++) {
      StompClient stranger = StompClient.on(Transport.WEBSOCKET.open(target.at(Door.FAST)));
      stranger.connect("no.real.token");
      stranger.close();
    }
    recording.until("parley_connects_total{outcome=\"bad-token\"}", STRANGERS);
    recording.minutes(3);
  }

  private void slowConsumers(Recording recording) {
    String room = "/topic/rooms.slow";
    for (int i = 0; i < SLOW; i++) {
      RawWebSocket socket =
          opened(
              RawWebSocket.open(
                  Transport.endpoint(target.at(Door.FAST)), Handshake.stomp().receiveBuffer(4096)));
      StompClient slow = opened(StompClient.on(socket));
      slow.connect(target.tokens().of("slow-" + i));
      slow.subscribe("1", room);
      socket.stopReading();
    }
    StompClient flood = client("flood");
    for (int i = 0; i < 900; i++) {
      flood.send(flood.sendFrame(room, TEN_KB.getBytes(UTF_8)));
    }
    recording.until("parley_slow_consumers_total", SLOW);
    recording.minutes(1);
  }

  /** The recorded series, and of each stretch which alerts fire anywhere in it. */
  private String unitTest(Recording recording) {
    StringBuilder text =
        new StringBuilder(
            """
            rule_files: ['%s']
            evaluation_interval: %ds
            tests:
              - interval: %ds
                input_series:
            %s    promql_expr_test:
            """
                .formatted(
                    Promtool.RULES,
                    Recording.NOMINAL_SECONDS,
                    Recording.NOMINAL_SECONDS,
                    recording.asInputSeries()));
    stretches.forEach(each -> text.append(question(each.first(), each.last(), each.alerts())));
    return text.toString();
  }

  private static String question(int first, int last, Set<String> alerts) {
    int seconds = (last - first) * Recording.NOMINAL_SECONDS;
    String samples =
        alerts.stream()
            .map("{labels: '{alertname=\"%s\"}', value: 1}"::formatted)
            .collect(Collectors.joining(", "));
    return """
          - expr: max by (alertname) (max_over_time(ALERTS{alertstate="firing"}[%ds]))
            eval_time: %ds
            exp_samples: [%s]
    """
        .formatted(seconds, last * Recording.NOMINAL_SECONDS, samples);
  }
}
