package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PresenceJsonTests {

  private static final MessageId ID = new MessageId("e", 1);

  @Test
  void joinHasWhatTheTokenSays() {
    Member alice =
        new Member("alice", Optional.of("Alice"), Optional.of("{\"color\":\"red\",\"n\":[1]}"));

    assertThat(text(PresenceJson.join(alice, 12)))
        .isEqualTo(
            "{\"type\":\"join\",\"user\":\"alice\",\"name\":\"Alice\","
                + "\"info\":{\"color\":\"red\",\"n\":[1]},\"at\":12}");
  }

  @Test
  void leaveLeavesOutWhatTheTokenDoesNotSay() {
    Member bob = new Member("bob", Optional.empty(), Optional.empty());

    assertThat(text(PresenceJson.leave(bob, 12)))
        .isEqualTo("{\"type\":\"leave\",\"user\":\"bob\",\"at\":12}");
  }

  @Test
  void snapshotListsEverybody() {
    Member alice = new Member("alice", Optional.of("Alice"), Optional.empty());
    Member bob = new Member("bob", Optional.empty(), Optional.of("{}"));
    Snapshot snapshot =
        new Snapshot(
            ID,
            20,
            List.of(new Snapshot.Present(alice, 1, 11), new Snapshot.Present(bob, 3, 12)),
            2);

    assertThat(text(PresenceJson.snapshot(snapshot)))
        .isEqualTo(
            "{\"type\":\"snapshot\",\"members\":["
                + "{\"user\":\"alice\",\"name\":\"Alice\",\"sessions\":1,\"since\":11},"
                + "{\"user\":\"bob\",\"info\":{},\"sessions\":3,\"since\":12}],\"total\":2}");
  }

  @Test
  void snapshotOfNobodyIsNoCount() {
    assertThat(text(PresenceJson.snapshot(new Snapshot(ID, 20, List.of(), 0))))
        .isEqualTo("{\"type\":\"snapshot\",\"members\":[],\"total\":0}");
  }

  @Test
  void snapshotOfTooManyIsACount() {
    assertThat(text(PresenceJson.snapshot(new Snapshot(ID, 20, List.of(), 1001))))
        .isEqualTo("{\"type\":\"count\",\"total\":1001}");
  }

  @Test
  void anyNameSurvives() {
    String odd = "\"\\/\b\u0001 é 😀 \u2028 </script>";
    JsonNode json =
        new JsonMapper()
            .readTree(PresenceJson.join(new Member(odd, Optional.of(odd), Optional.empty()), 1));

    assertThat(json.get("user").asString()).isEqualTo(odd);
    assertThat(json.get("name").asString()).isEqualTo(odd);
  }

  @Test
  void onlyAnObjectIsEmbedded() {
    assertThatThrownBy(() -> new Member("alice", Optional.empty(), Optional.of("\"text\"")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
