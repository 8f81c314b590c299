package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that never ask for anything, or take forever to, end in the time of a CONNECT. */
@Timeout(90)
class SlowlorisIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration MARGIN = Duration.ofMillis(1500);

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connect-timeout=2s");

  private static Socket opened(Way way) throws IOException {
    URI door = stage.at(way);
    Socket socket = stage.opened(new Socket(door.getHost(), door.getPort()));
    socket.setSoTimeout(1);
    return socket;
  }

  /** Writes a byte if it can; false where the other side has ended. */
  private static boolean drips(Socket socket, byte drop) {
    try {
      socket.getOutputStream().write(drop);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException open) {
      return true;
    } catch (IOException ended) {
      return false;
    }
  }

  private static Duration lifeOf(List<Socket> sockets, String text) {
    byte[] drops = text.getBytes(UTF_8);
    long begun = System.nanoTime();
    int[] at = new int[1];
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              byte drop = drops[at[0]++ % drops.length];
              return sockets.stream().filter(socket -> drips(socket, drop)).count() == 0;
            });
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @EveryDoor
  void aRequestInDropsEndsInTimeAndNobodyNotices(Way way) throws IOException {
    Bystanders others = Bystanders.talking(stage, way);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      slow.add(opened(way));
    }

    Duration life = lifeOf(slow, "GET /ws HTTP/1.1\r\nHost: localhost\r\nX-A: " + "a".repeat(9999));

    assertThat(life).isBetween(TIMEOUT.minus(MARGIN), TIMEOUT.plus(MARGIN));
    others.talkOn();
  }

  @EveryDoor
  void whoOpensAConnectionAndNothingElseIsSentAway(Way way) throws IOException {
    Socket idle = opened(way);
    idle.setSoTimeout(10_000);
    long begun = System.nanoTime();

    assertThat(idle.getInputStream().read()).isNegative();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT.plus(MARGIN));
  }

  @EveryWay
  void whoIsConnectedStaysForLonger(Way way) {
    StompClient client = stage.client(way);
    long begun = System.nanoTime();
    await().atMost(Duration.ofSeconds(10)).until(() -> System.nanoTime() - begun > 5e9);

    client.expectNothing();
  }

  /** Its head is there at once; who is never sent a body whole cannot be answered. */
  @Test
  void aBodyInDropsEndsInTimeAndNobodyNotices() throws IOException {
    Way polling = new Way(Door.SPRING, Transport.XHR_POLLING);
    Bystanders others = Bystanders.talking(stage, polling);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(sending(polling, session(polling)));
    }

    Duration life = lifeOf(slow, "[\"" + "a".repeat(9990));

    assertThat(life).isBetween(TIMEOUT.minus(MARGIN), TIMEOUT.plus(MARGIN));
    others.talkOn();
  }

  /** SockJS's own client has one such request under way. */
  @Test
  void requestsThatWaitForEachOtherAreFew() throws IOException {
    Way polling = new Way(Door.SPRING, Transport.XHR_POLLING);
    URI session = session(polling);
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slow.add(sending(polling, session));
    }

    List<Socket> refused = new ArrayList<>();
    await()
        .until(
            () -> {
              slow.stream().filter(SlowlorisIT::isAnswered).forEach(refused::add);
              slow.removeAll(refused);
              return slow.size() <= 16;
            });
    assertThat(new String(refused.getFirst().getInputStream().readNBytes(11), UTF_8))
        .isEqualTo("TP/1.1 429 ");
  }

  /** Takes the first two bytes of the answer. */
  private static boolean isAnswered(Socket socket) {
    try {
      return socket.getInputStream().available() > 0
          && socket.getInputStream().readNBytes(2).length > 0;
    } catch (IOException ended) {
      return true;
    }
  }

  /** A SockJS session that has opened and has not connected. */
  private static URI session(Way way) throws IOException {
    URI session = Transport.session(Transport.endpoint(stage.at(way)));
    Socket socket = opened(way);
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(post(session, "xhr", 0));
    assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8)).endsWith("200");
    return session;
  }

  /** A request that sends no byte of its body. */
  private static Socket sending(Way way, URI session) throws IOException {
    Socket socket = opened(way);
    socket.getOutputStream().write(post(session, "xhr_send", 10_000));
    return socket;
  }

  private static byte[] post(URI session, String what, int length) {
    return "POST %s/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
        .formatted(session.getPath(), what, length)
        .getBytes(UTF_8);
  }

  @EveryDoor
  void whoHasHadAnAnswerIsNotWaitedForLonger(Way way) throws IOException {
    Socket socket = opened(way);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));

    Duration life = lifeOf(List.of(socket), "GET /ws HTTP/1.1\r\nX-A: " + "a".repeat(9999));

    assertThat(life).isLessThan(TIMEOUT.plus(MARGIN));
  }
}
