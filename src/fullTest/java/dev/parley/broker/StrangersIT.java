package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What does not come from a node of the cluster is counted by its reason and hurts nobody. */
class StrangersIT {

  private static final RabbitServer RABBIT = RabbitServer.started();
  private static final ArtemisServer ARTEMIS = ArtemisServer.started();
  private static final byte[] GOOD = new Envelope("test").seal(List.of(Parcels.numbered(1)));

  @AfterAll
  static void stop() {
    RABBIT.close();
    ARTEMIS.close();
  }

  @Test
  void atRabbit() throws IOException {
    areCountedAndHurtNobody(RABBIT.port(), "destination:/topic/parley.test.there.0");
  }

  @Test
  void atArtemis() throws IOException {
    areCountedAndHurtNobody(
        ARTEMIS.port(),
        "destination:/topic/parley.test.0",
        "destination-type:MULTICAST",
        "parley_to:test.there.0");
  }

  /**
   * @param target headers that lead to connection 0 of the node {@code there}
   */
  private static void areCountedAndHurtNobody(int port, String... target) throws IOException {
    Listener hears = new Listener();
    try (RelayNodes nodes = new RelayNodes(RelayNodes.settings(port));
        Stranger stranger = new Stranger(port, List.of(target))) {
      assertThat(nodes.of("there").start("there", hears)).succeedsWithin(Listener.PATIENCE);
      assertThat(nodes.of("here").start("here", new Listener())).succeedsWithin(Listener.PATIENCE);

      stranger.says("garbage".getBytes(StandardCharsets.UTF_8));
      stranger.says("garbage without its length");
      stranger.says(new byte[0]);
      stranger.says(Arrays.copyOf(GOOD, GOOD.length - 5));
      stranger.says(new byte[Envelope.LARGEST + 1]);
      stranger.says(new Envelope("other").seal(List.of(Parcels.numbered(1))));
      stranger.says(ofVersion(9));
      nodes.of("here").send(Set.of("there"), Parcels.LOBBY, List.of(Parcels.numbered(2).entry()));

      hears.awaits(Parcels.LOBBY, 2);
      Losses losses = nodes.of("there").losses();
      await().atMost(Listener.PATIENCE).until(() -> losses.count(Loss.VERSION) == 1);
      assertThat(losses.count(Loss.GARBAGE)).isEqualTo(2);
      assertThat(losses.count(Loss.TRUNCATED)).isEqualTo(2);
      assertThat(losses.count(Loss.OVERSIZED)).isEqualTo(1);
      assertThat(losses.count(Loss.FOREIGN)).isEqualTo(1);
      assertThat(hears.heard()).isEqualTo(1);
      assertThat(hears.interruptions()).isZero();
    }
  }

  private static byte[] ofVersion(int version) {
    byte[] envelope = GOOD.clone();
    envelope[4] = (byte) version;
    return envelope;
  }
}
