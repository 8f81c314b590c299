package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One user may be connected only so often; who comes too late is told and may come again. */
@Timeout(60)
class ConnectionsPerUserIT {

  private static final int MOST = 3;

  @RegisterExtension
  static final Stage stage = Stage.with("--parley.limits.connections-per-user=" + MOST);

  private final String user = stage.user();

  private StompFrame connect(StompClient client) {
    return client.connect(stage.tokens().of(user));
  }

  private List<StompClient> connected(Way way) {
    List<StompClient> clients = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      clients.add(stage.stranger(way));
      assertThat(connect(clients.getLast()).command()).isEqualTo("CONNECTED");
    }
    return clients;
  }

  @EveryWay
  void theOneTooManyIsRefusedAndTheOthersGoOn(Way way) {
    double before = Figures.refused(stage.target(), "too-many-connections");
    double in = Figures.connects(stage.target(), "connected");
    double out = Figures.connects(stage.target(), "too-many-connections");
    List<StompClient> clients = connected(way);
    StompClient late = stage.stranger(way);

    StompFrame error = connect(late);

    late.expectClose(4429);
    assertThat(error.command()).isEqualTo("ERROR");
    assertThat(error.value("code")).isEqualTo("too-many-connections");
    assertThat(error.value("message")).isEqualTo("Too many connections.");
    assertThat(error.value("retry-after-ms")).isEqualTo("30000");
    assertThat(Figures.refused(stage.target(), "too-many-connections")).isEqualTo(before + 1);
    assertThat(Figures.connects(stage.target(), "connected")).isEqualTo(in + MOST);
    await()
        .untilAsserted(
            () ->
                assertThat(Figures.connects(stage.target(), "too-many-connections"))
                    .isEqualTo(out + 1));
    clients.forEach(client -> client.publish("/topic/rooms.limit-" + user, "still here"));
    stage.client(way);
  }

  @EveryWay
  void oneThatGoesMakesRoomHoweverItGoes(Way way) {
    List<StompClient> clients = connected(way);

    clients.getFirst().disconnect();
    StompClient next = stage.stranger(way);
    assertThat(connect(next).command()).isEqualTo("CONNECTED");

    clients.getLast().wire().leave();
    // A poll that does not come again is missed only after a while.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(connect(stage.stranger(way)).command()).isEqualTo("CONNECTED"));
  }

  @EveryWay
  void whoeverComesFirstNoMoreAreLetInAtOnce(Way way) throws Exception {
    List<StompClient> strangers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      strangers.add(stage.stranger(way));
    }
    List<Future<StompFrame>> answers = new ArrayList<>();
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      strangers.forEach(each -> answers.add(devices.submit(() -> connect(each))));
    }

    int letIn = 0;
    for (Future<StompFrame> answer : answers) {
      letIn += answer.get().command().equals("CONNECTED") ? 1 : 0;
    }
    assertThat(letIn).isEqualTo(MOST);
  }
}
