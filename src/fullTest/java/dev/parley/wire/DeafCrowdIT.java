package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.Sessions;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand clients of one room stop reading at the same moment; those that go on hear it all. */
@Timeout(240)
class DeafCrowdIT {

  private static final int CROWD = 1_000;

  /** More messages than the network keeps for one who does not read, and the send buffer. */
  private static final int ENOUGH = 150;

  private static final String TWENTY_KB = "x".repeat(20_000);

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.limits.send-buffer=100KB", "--parley.limits.send-timeout=3s");

  @EveryDoor
  void whoReadsIsNotHeldUpByThoseWhoDoNot(Way way) {
    String room = "/topic/rooms.deaf-" + stage.user();
    List<RawWebSocket> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(stage.socket(way, Handshake.stomp().receiveBuffer(4096)));
      StompClient member = StompClient.on(crowd.getLast());
      member.connect(stage.token());
      member.subscribe("1", room);
    }
    List<StompClient> listeners = IntStream.range(0, 5).mapToObj(i -> stage.client(way)).toList();
    listeners.forEach(each -> each.subscribe("1", room));
    StompClient speaker = stage.client(way);
    Bystanders others = Bystanders.talking(stage, way);
    double cutBefore = Figures.disconnected(stage.target(), "slow-consumer");

    crowd.forEach(RawWebSocket::stopReading);
    for (int said = 0; said < ENOUGH; said++) {
      String text = said + " " + TWENTY_KB;
      speaker.send(speaker.sendFrame(room, text.getBytes(UTF_8)));
      listeners.forEach(each -> assertThat(each.nextMessage("1").text()).isEqualTo(text));
      if (said % 20 == 0) {
        others.talkOn();
      }
    }

    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(Figures.disconnected(stage.target(), "slow-consumer"))
                    .isEqualTo(cutBefore + CROWD));
    others.talkOn();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(sessions().count()).isEqualTo(5 + 1 + 2));
    assertThat(sessions().waitingBytes()).isZero();
    listeners.forEach(StompClient::expectNothing);
  }

  private static Sessions sessions() {
    return stage.bean(Sessions.class);
  }
}
