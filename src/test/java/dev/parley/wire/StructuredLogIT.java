package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.identity.UserHash;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged jar logs as ECS (Elastic Common Schema) when it is told to, and only then. */
@Timeout(120)
class StructuredLogIT {

  private static final String KEY = "--parley.auth.secret=" + ParleyProcess.SECRET;
  private static final String NODE = "--parley.node-id=node-7";

  private static final JsonMapper JSON = JsonMapper.shared();

  private static String outputOf(String... settings) throws InterruptedException {
    try (ParleyProcess process = ParleyProcess.start(settings)) {
      Target target = process.target();
      for (Door door : Door.values()) {
        StompClient client = StompClient.on(Transport.WEBSOCKET.open(target.at(door)));
        client.connect(target.tokens().of("somebody"));
        client.disconnect();
        client.close();
      }
      process.terminate();
      assertThat(process.exitsWithin(20)).isIn(143, 0);
      return process.output();
    }
  }

  @Test
  void everyLineIsAnObjectWithTheNodeAndThoseOfConnectionsHaveFields() throws InterruptedException {
    String output =
        outputOf(
            KEY,
            NODE,
            "--server.port=0",
            "--parley.socket.port=0",
            "--logging.structured.format.console=ecs");

    List<JsonNode> lines = output.lines().map(JSON::readTree).toList();
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.at("/@timestamp").isString()).isTrue();
              assertThat(line.at("/log/level").asString()).isEqualTo("INFO");
              assertThat(line.at("/service/name").asString()).isEqualTo("parley");
              assertThat(line.at("/service/node/name").asString()).isEqualTo("node-7");
            });
    List<JsonNode> ends =
        lines.stream()
            .filter(line -> line.at("/log/logger").asString().equals("parley.connections"))
            .toList();
    assertThat(ends)
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.at("/event/action").asString()).isEqualTo("ended");
              assertThat(line.at("/event/reason").asString()).isEqualTo("closed");
              assertThat(line.at("/event/duration").isIntegralNumber()).isTrue();
              assertThat(line.at("/parley/close-code").asInt()).isEqualTo(1000);
              assertThat(line.at("/parley/session").asString()).isNotEmpty();
              assertThat(line.at("/user/hash").asString()).isEqualTo(UserHash.of("somebody"));
            })
        .extracting(line -> line.at("/parley/door").asString())
        .containsExactlyInAnyOrder("fast", "spring");
    assertThat(output).doesNotContain("somebody");
  }

  @Test
  void asItComesItIsForPeopleAndConnectionsCanBeLeftOut() throws InterruptedException {
    String output =
        outputOf(
            KEY,
            NODE,
            "--server.port=0",
            "--parley.socket.port=0",
            "--logging.level.parley.connections=off");

    assertThat(output).contains(" INFO ").doesNotContain("parley.connections", "{\"@timestamp\"");
  }
}
