package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits for all clients together is bounded; the one for whom most waits goes first. */
@Timeout(60)
class BufferMemoryIT {

  private static final String TEN_KB = "x".repeat(10_000);

  /** No limit of one client's own comes before that of all. */
  @RegisterExtension
  static final Stage stage =
      Stage.with(
          "--parley.limits.buffer-memory=300KB",
          "--parley.limits.send-buffer=0",
          "--parley.limits.send-timeout=0");

  @EveryDoor
  void theWorstIsShedAndTheOthersHearEverything(Way way) {
    String loud = "/topic/rooms.loud-" + stage.user();
    String quiet = "/topic/rooms.quiet-" + stage.user();
    RawWebSocket socket = stage.socket(way, Handshake.stomp().receiveBuffer(4096));
    StompClient worst = stage.opened(StompClient.on(socket));
    worst.connect(stage.token());
    worst.subscribe("1", loud);
    StompClient other = stage.client(way);
    other.subscribe("1", quiet);
    StompClient speaker = stage.client(way);
    double before = Figures.disconnected(stage.target(), "slow-consumer");

    socket.stopReading();
    for (int i = 0; i < 900; i++) {
      speaker.send(speaker.sendFrame(loud, TEN_KB.getBytes(UTF_8)));
      speaker.send(speaker.sendFrame(quiet, Integer.toString(i).getBytes(UTF_8)));
    }

    for (int i = 0; i < 900; i++) {
      assertThat(other.nextMessage("1").text()).isEqualTo(Integer.toString(i));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Figures.disconnected(stage.target(), "slow-consumer") == before + 1);
    socket.resumeReading();
    assertThat(socket.closed().code()).isIn(1013, Closed.WITHOUT_CLOSE);
  }
}
