package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.slow.SlowParts;
import dev.parley.cluster.chaos.Cable;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What takes two seconds for one session costs the others of its event loop nothing. There are more
 * sockets than loops on either side, so that every loop has both.
 */
@Timeout(120)
class SlowPartsIT {

  private static final int SOCKETS = 2 * Runtime.getRuntime().availableProcessors() + 2;

  /** Of an answer while nothing is wrong with its own session; a loop that waited took 2 s. */
  private static final long P99_MILLIS = 250;

  private static final Duration WATCHED = SlowParts.DELAY.plusMillis(500);

  private static RedisServer redis;
  private static Cable cable;
  private static RunningParley node;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private record Guest(RawWebSocket socket, StompClient client, String user) {}

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    cable = new Cable(redis::port);
    node =
        RunningParley.withParts(
            SlowParts.class,
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--spring.data.redis.port=" + cable.port());
  }

  @AfterAll
  static void stop() {
    node.close();
    cable.close();
    redis.close();
    Leaks.assertNone();
  }

  @AfterEach
  void leave() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void redisThatTakesTwoSeconds() {
    List<Guest> bystanders = guests("near");
    List<Guest> speakers = guests("speaker");
    cable.delay((int) SlowParts.DELAY.toMillis());

    speakers.forEach(each -> each.client().send(send("/topic/rooms.slow", "hi")));
    long p99 = Pings.percentile99(sockets(bystanders), WATCHED);
    cable.mend();

    assertThat(p99).isLessThan(P99_MILLIS);
  }

  @Test
  void aHandlerThatTakesTwoSeconds() {
    List<Guest> bystanders = guests("near");
    List<Guest> askers = guests("asker");
    for (Guest asker : askers) {
      asker.client().subscribe("done", "/user/queue/done");
      asker.client().send(send("/app/long-work", asker.user()));
    }

    long p99 = Pings.percentile99(sockets(bystanders), WATCHED);

    assertThat(p99).isLessThan(P99_MILLIS);
    for (Guest asker : askers) {
      assertThat(asker.client().nextMessage("done").text()).isEqualTo(asker.user());
    }
  }

  private static List<RawWebSocket> sockets(List<Guest> guests) {
    return guests.stream().map(Guest::socket).toList();
  }

  private List<Guest> guests(String name) {
    return IntStream.range(0, SOCKETS).mapToObj(i -> guest(name)).toList();
  }

  private Guest guest(String name) {
    Target target = node.asTarget();
    RawWebSocket socket =
        RawWebSocket.open(Transport.endpoint(target.at(Door.FAST)), Handshake.stomp());
    StompClient client = StompClient.on(socket).patience(Duration.ofSeconds(30));
    String user = name + "-" + Long.toString(System.nanoTime(), 36);
    client.connect(target.tokens().of(user));
    opened.add(client);
    return new Guest(socket, client, user);
  }

  private static StompFrame send(String destination, String text) {
    return StompFrame.of("SEND", "destination:" + destination).withBody(text);
  }
}
