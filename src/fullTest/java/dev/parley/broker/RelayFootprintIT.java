package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.ChannelName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a cluster costs at the broker does not grow with its channels, and nothing of it stays. */
class RelayFootprintIT {

  private static final RabbitServer RABBIT = RabbitServer.started();
  private static final ArtemisServer ARTEMIS = ArtemisServer.started();
  private static final List<String> NODES = List.of("a.example", "b", "c");

  @AfterAll
  static void stop() {
    RABBIT.close();
    ARTEMIS.close();
  }

  @Test
  void atRabbit() {
    try (RelayNodes nodes = busy(RABBIT.port())) {
      assertThat(RABBIT.connections()).hasSize(6);
      assertThat(RABBIT.queues())
          .hasSize(6)
          .allMatch(queue -> queue.matches("parley[.]test[.](a_2eexample|b|c)[.][01][.][0-9a-z]+"));
      assertThat(RABBIT.control("list_queues", "durable", "auto_delete", "exclusive"))
          .allMatch(line -> line.equals("false\ttrue\ttrue"));
      assertThat(RABBIT.control("list_queues", "arguments"))
          .allMatch(line -> line.contains("x-max-length\"") && line.contains("x-max-length-bytes"));

      nodes.of("b").close();
      await().untilAsserted(() -> assertThat(RABBIT.queues()).hasSize(4));
    }
    await().untilAsserted(() -> assertThat(RABBIT.queues()).isEmpty());
    await().untilAsserted(() -> assertThat(RABBIT.connections()).isEmpty());
    assertThat(RABBIT.control("list_bindings", "source_name")).noneMatch("amq.topic"::equals);
  }

  @Test
  void atArtemis() {
    int before = ARTEMIS.connections();
    try (RelayNodes nodes = busy(ARTEMIS.port())) {
      assertThat(ARTEMIS.connections() - before).isEqualTo(6);
      assertThat(ARTEMIS.queues()).isEqualTo(6);
      assertThat(ARTEMIS.addresses())
          .containsExactlyInAnyOrder("/topic/parley.test.0", "/topic/parley.test.1");

      nodes.of("b").close();
      await().untilAsserted(() -> assertThat(ARTEMIS.queues()).isEqualTo(4));
    }
    await().untilAsserted(() -> assertThat(ARTEMIS.queues()).isZero());
    await().untilAsserted(() -> assertThat(ARTEMIS.addresses()).isEmpty());
    assertThat(ARTEMIS.connections()).isEqualTo(before);
  }

  /** Three nodes that have sent over many channels, to nodes that are gone too. */
  private static RelayNodes busy(int port) {
    RelayNodes nodes = new RelayNodes(RelayNodes.settings(port));
    List<Listener> listeners = NODES.stream().map(each -> new Listener()).toList();
    for (int i = 0; i < NODES.size(); i++) {
      String node = NODES.get(i);
      assertThat(nodes.of(node).start(node, listeners.get(i))).succeedsWithin(Listener.PATIENCE);
    }
    for (int i = 1; i <= 1000; i++) {
      Set<String> all = Set.of("a.example", "b", "c", "gone" + i % 20);
      ChannelName channel = new ChannelName("rooms", "r" + i);
      nodes.of("b").send(all, channel, List.of(Parcels.numbered(1).entry()));
    }
    for (Listener listener : listeners) {
      await().atMost(Listener.PATIENCE).until(() -> listener.heard() == 1000);
    }
    return nodes;
  }
}
