package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that has all the connections it may have is sent no more, and lives. */
@Timeout(60)
class FullNodeIT {

  private final List<RawWebSocket> open = new ArrayList<>();

  @AfterEach
  void leave() {
    open.forEach(RawWebSocket::close);
  }

  private void enters(Target target) {
    Door door = open.size() % 2 == 0 ? Door.SPRING : Door.FAST;
    open.add(RawWebSocket.open(Transport.endpoint(target.at(door)), Handshake.stomp()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"management.endpoints.web.base-path=/actuator", "management.server.port=0"})
  void readinessIsDownUntilThereIsSomeRoom(String operators) {
    try (RunningParley node =
        RunningParley.with("--parley.limits.connections=40", "--" + operators)) {
      Probes probes = new Probes(node.forOperators());
      for (int i = 0; i < 39; i++) {
        enters(node.asTarget());
      }
      await().until(() -> probes.figure("parley_connections") == 39);
      assertThat(probes.readiness()).isEqualTo(200);

      enters(node.asTarget());

      await().until(() -> probes.readiness() == 503);
      assertThat(probes.ask("/actuator/health/readiness").body())
          .isEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
      assertThat(probes.liveness()).isEqualTo(200);

      open.removeLast().close();
      await().until(() -> probes.figure("parley_connections") == 39);
      assertThat(probes.readiness()).isEqualTo(503);

      open.removeLast().close();
      await().until(() -> probes.readiness() == 200);
    }
  }
}
