package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Artemis away, and Artemis that does not let a node in. */
class ArtemisOutageIT {

  private final ArtemisServer artemis = ArtemisServer.started();

  @AfterEach
  void stop() {
    artemis.close();
  }

  @Test
  void aRestartIsSurvivedAndTold() {
    try (RelayNodes nodes = new RelayNodes(RelayNodes.settings(artemis.port()))) {
      Listener hears = new Listener();
      RelayBroker here = nodes.of("here");
      RelayBroker there = nodes.of("there");
      assertThat(here.start("here", new Listener())).succeedsWithin(Listener.PATIENCE);
      assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);
      send(here, 1);
      hears.awaits(Parcels.LOBBY, 1);

      artemis.stop();
      await().atMost(Listener.PATIENCE).until(() -> here.connected() + there.connected() == 0);
      send(here, 2);
      artemis.start();
      await().atMost(Listener.PATIENCE).until(() -> here.connected() + there.connected() == 4);

      await().atMost(Listener.PATIENCE).until(() -> hears.interruptions() == 2);
      send(here, 3);
      hears.awaits(Parcels.LOBBY, 3);
      assertThat(hears.disorder()).isEmpty();
    }
  }

  @Test
  void theOtherAddressIsUsedWhenTheBrokerDies() {
    try (ArtemisServer other = ArtemisServer.started()) {
      RelaySettings settings =
          new RelaySettings(
              "unused",
              1,
              List.of("127.0.0.1:" + artemis.port(), "127.0.0.1:" + other.port()),
              "parley",
              ArtemisServer.PASSCODE,
              "/",
              "false",
              2);
      try (RelayNodes nodes = new RelayNodes(settings)) {
        Listener hears = new Listener();
        RelayBroker there = nodes.of("there");
        assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);
        await().atMost(Listener.PATIENCE).until(() -> artemis.connections() == 2);

        artemis.stop();
        await().atMost(Listener.PATIENCE).until(() -> other.connections() == 2);
        await().atMost(Listener.PATIENCE).until(() -> hears.interruptions() > 0);
        await().atMost(Listener.PATIENCE).until(() -> there.connected() == 2);
        send(there, 1);
        hears.awaits(Parcels.LOBBY, 1);
      }
    }
  }

  @Test
  void wrongPasscode() {
    assertThat(problem("parley", "wrong"))
        .startsWith("parley.relay.login: 127.0.0.1:" + artemis.port())
        .contains("refuses login and passcode");
  }

  @Test
  void noPermission() {
    assertThat(problem("weak", ArtemisServer.PASSCODE))
        .startsWith("parley.relay.login: 127.0.0.1:" + artemis.port())
        .contains("gives it no permission");
  }

  private String problem(String login, String passcode) {
    RelaySettings settings = RelayNodes.settings(artemis.port(), login, passcode, "/");
    try (RelayBroker broker =
        new RelayBroker(settings, "test", RelayNodes.LOOPS, Optional.empty())) {
      var started = broker.start("here", new Listener()).toCompletableFuture();
      await().atMost(Listener.PATIENCE).until(() -> broker.lastProblem().isPresent());
      assertThat(started).isNotDone();
      String problem = broker.lastProblem().orElseThrow().toString();
      assertThat(problem).doesNotContain(passcode);
      return problem;
    }
  }

  private static void send(RelayBroker from, long number) {
    from.send(Set.of("there"), Parcels.LOBBY, List.of(Parcels.numbered(number).entry()));
  }
}
