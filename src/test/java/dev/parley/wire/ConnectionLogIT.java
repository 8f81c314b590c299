package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.identity.UserHash;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One line for each connection says how it ended, and of a user no more than the hash. */
@Timeout(120)
class ConnectionLogIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connect-timeout=1s");

  private static String doorOf(Way way) {
    return switch (way.transport()) {
      case WEBSOCKET -> way.door() == Door.FAST ? "fast" : "spring";
      case SOCKJS_WEBSOCKET -> "sockjs-websocket";
      case XHR_STREAMING -> "sockjs-xhr-streaming";
      case XHR_POLLING -> "sockjs-xhr-polling";
      case EVENTSOURCE -> "sockjs-eventsource";
    };
  }

  private static Map<String, String> only(ConnectionLines lines) {
    assertThat(lines.fields(1)).hasSize(1);
    return lines.fields(1).getFirst();
  }

  @EveryWay
  void whoWasConnectedIsToldOfByHash(Way way) {
    String user = stage.user();
    try (ConnectionLines lines = stage.opened(new ConnectionLines())) {
      StompClient client = stage.stranger(way);
      String session = client.connect(stage.tokens().of(user)).value("session");
      client.disconnect();

      Map<String, String> fields = only(lines);
      assertThat(fields)
          .containsEntry("event.action", "ended")
          .containsEntry("event.reason", "closed")
          .containsEntry("parley.close-code", "1000")
          .containsEntry("parley.session", session)
          .containsEntry("parley.door", doorOf(way))
          .containsEntry("user.hash", UserHash.of(user));
      assertThat(Long.parseLong(fields.get("event.duration"))).isBetween(1L, 60_000_000_000L);
      assertThat(lines.texts().getFirst())
          .matches(
              "Session %s of user %s ended: closed, 1000, after \\d+ ms, %s"
                  .formatted(session, UserHash.of(user), doorOf(way)))
          .doesNotContain(user);
    }
  }

  @EveryWay
  void whoIsEndedIsToldOfWithTheReason(Way way) {
    String user = stage.user();
    try (ConnectionLines lines = stage.opened(new ConnectionLines())) {
      StompClient client = stage.stranger(way);
      client.connect(stage.tokens().of(user));
      stage.bean(Sessions.class).kick(user);
      client.expectError("kicked", 4403);

      assertThat(only(lines))
          .containsEntry("event.action", "ended")
          .containsEntry("event.reason", "kicked")
          .containsEntry("parley.close-code", "4403")
          .containsEntry("user.hash", UserHash.of(user));
    }
  }

  @EveryWay
  void whoIsNotLetInIsToldOfWithoutAUser(Way way) {
    try (ConnectionLines lines = stage.opened(new ConnectionLines())) {
      stage.stranger(way).connect("no.real.token");

      assertThat(only(lines))
          .containsEntry("event.action", "not-connected")
          .containsEntry("event.reason", "bad-token")
          .containsEntry("parley.close-code", "4401")
          .containsEntry("parley.door", doorOf(way))
          .doesNotContainKey("user.hash");
    }
  }

  @EveryWay
  void whoSaysNothingIsToldOf(Way way) {
    try (ConnectionLines lines = stage.opened(new ConnectionLines())) {
      stage.stranger(way).expectError("connect-timeout", 4401);

      assertThat(only(lines))
          .containsEntry("event.action", "not-connected")
          .containsEntry("event.reason", "connect-timeout");
    }
  }
}
