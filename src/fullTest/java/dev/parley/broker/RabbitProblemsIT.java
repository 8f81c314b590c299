package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps a node from RabbitMQ is named, and once it is mended the node comes in by itself. */
class RabbitProblemsIT {

  private static final RabbitServer RABBIT = RabbitServer.started();
  private static final String HERE = "127.0.0.1:" + RABBIT.port();

  private Optional<RelayBroker> broker = Optional.empty();
  private CompletableFuture<Void> started = new CompletableFuture<>();

  @BeforeEach
  void makeUsers() {
    RABBIT.control("add_user", "late", RabbitServer.PASSCODE);
    RABBIT.control("set_permissions", "late", ".*", ".*", ".*");
  }

  @AfterEach
  void leave() {
    broker.ifPresent(RelayBroker::close);
    RABBIT.control("delete_user", "late");
  }

  @AfterAll
  static void stop() {
    RABBIT.close();
  }

  @Test
  void wrongPasscode() {
    start(RelayNodes.settings(RABBIT.port(), "late", "not the secret", "/"));

    assertThat(problem())
        .isEqualTo(
            "parley.relay.login: "
                + HERE
                + " refuses login and passcode: Bad CONNECT Access refused for user 'late'");

    RABBIT.control("change_password", "late", "not the secret");
    assertItComesIn();
  }

  @Test
  void unknownVirtualHost() {
    start(RelayNodes.settings(RABBIT.port(), "late", RabbitServer.PASSCODE, "later"));

    assertThat(problem())
        .isEqualTo(
            "parley.relay.virtual-host: "
                + HERE
                + " refuses it: Bad CONNECT Virtual host 'later' access denied");

    RABBIT.control("add_vhost", "later");
    RABBIT.control("set_permissions", "-p", "later", "late", ".*", ".*", ".*");
    assertItComesIn();
    RABBIT.control("delete_vhost", "later");
  }

  @Test
  void noPermissionToHaveAQueue() {
    RABBIT.control("set_permissions", "late", "^$", ".*", ".*");
    start(RelayNodes.settings(RABBIT.port(), "late", RabbitServer.PASSCODE, "/"));

    assertThat(problem()).startsWith("parley.relay.login: " + HERE + " gives it no permission: ");

    RABBIT.control("set_permissions", "late", ".*", ".*", ".*");
    assertItComesIn();
  }

  @Test
  void noPermissionToSend() {
    RABBIT.control("set_permissions", "late", ".*", "^parley", ".*");
    start(RelayNodes.settings(RABBIT.port(), "late", RabbitServer.PASSCODE, "/"));

    assertThat(problem())
        .startsWith("parley.relay.login: " + HERE + " gives it no permission: ")
        .contains("amq.topic");

    RABBIT.control("set_permissions", "late", ".*", ".*", ".*");
    assertItComesIn();
  }

  @Test
  void noPlugin() {
    RABBIT.plugin("disable");
    start(RelayNodes.settings(RABBIT.port()));

    assertThat(problem())
        .isEqualTo(
            "parley.relay.port: " + HERE + " refuses connections: no broker, or no STOMP there");

    RABBIT.plugin("enable");
    assertItComesIn();
  }

  @Test
  void anotherProtocol() {
    start(RelayNodes.settings(RABBIT.amqpPort()));

    assertThat(problem())
        .isEqualTo("parley.relay.port: 127.0.0.1:" + RABBIT.amqpPort() + " does not speak STOMP");
  }

  @Test
  void noAnswer() throws IOException {
    try (ServerSocket mute = new ServerSocket(0)) {
      start(RelayNodes.settings(mute.getLocalPort()));

      assertThat(problem())
          .isEqualTo(
              "parley.relay.host: 127.0.0.1:" + mute.getLocalPort() + " does not answer CONNECT");
    }
  }

  @Test
  void unknownHost() {
    start(settings(List.of("parley.invalid:61613")));

    assertThat(problem())
        .isEqualTo("parley.relay.addresses: parley.invalid:61613 is not known to DNS");
  }

  @Test
  void theNextAddressIsTriedWhereOneIsOfNoUse() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    start(settings(List.of("127.0.0.1:" + closed, HERE)));

    assertItComesIn();
  }

  private static RelaySettings settings(List<String> addresses) {
    return new RelaySettings(
        "unused", 1, addresses, "parley", RabbitServer.PASSCODE, "/", "false", 2);
  }

  private void start(RelaySettings settings) {
    RelayBroker relay = new RelayBroker(settings, "test", RelayNodes.LOOPS, Optional.empty());
    broker = Optional.of(relay);
    started = relay.start("here", new Listener()).toCompletableFuture();
  }

  private String problem() {
    RelayBroker relay = broker.orElseThrow();
    await().atMost(Listener.PATIENCE).until(() -> relay.lastProblem().isPresent());
    assertThat(started).isNotDone();
    assertThat(relay.connected()).isZero();
    String problem = relay.lastProblem().orElseThrow().toString();
    assertThat(problem).doesNotContain("secret");
    return problem;
  }

  private void assertItComesIn() {
    RelayBroker relay = broker.orElseThrow();
    assertThat(started).succeedsWithin(Listener.PATIENCE);
    await().atMost(Listener.PATIENCE).until(() -> relay.connected() == 2);
    assertThat(relay.lastProblem()).isEmpty();
  }
}
