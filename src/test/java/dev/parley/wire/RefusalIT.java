package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a client is told that it may not, and that nobody else is disturbed by it. */
@Timeout(60)
class RefusalIT {

  private static final String FORBIDDEN = "The token does not allow this.";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension static final Stage stage = Stage.shared();

  private static StompClient listening(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    return client;
  }

  private static StompFrame forbiddenSend() {
    return StompFrame.of("SEND", "destination:/topic/news.today").withBody("hi");
  }

  private static StompFrame forbiddenSubscribe() {
    return StompFrame.of("SUBSCRIBE", "id:s", "destination:/topic/granted.one");
  }

  @EveryWay
  void whoListensForRefusalsIsToldAndGoesOn(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = listening(way);
    double before = Figures.refused(stage.target(), "forbidden");

    client.send(forbiddenSend().with("receipt", "r: 1"));

    StompFrame refusal = client.expectRefusal("forbidden");
    assertThat(refusal.value("subscription")).isEqualTo("errors");
    assertThat(refusal.value("message")).isEqualTo(FORBIDDEN);
    assertThat(refusal.value("receipt-id")).isEqualTo("r: 1");
    assertThat(refusal.value("content-type")).isEqualTo("application/problem+json");
    JsonNode problem = JSON.readTree(refusal.text());
    assertThat(problem.path("title").asString()).isEqualTo(FORBIDDEN);
    assertThat(problem.path("code").asString()).isEqualTo("forbidden");
    assertThat(problem.path("destination").asString()).isEqualTo("/topic/news.today");
    assertThat(problem.path("receiptId").asString()).isEqualTo("r: 1");
    assertThat(problem.has("subscription")).isFalse();
    client.expectNothing();
    assertThat(Figures.refused(stage.target(), "forbidden")).isEqualTo(before + 1);
    others.talkOn();
  }

  @EveryWay
  void aRefusedSubscribeNamesItsSubscription(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = listening(way);

    client.send(forbiddenSubscribe());

    StompFrame refusal = client.expectRefusal("forbidden");
    assertThat(refusal.header("receipt-id")).isEmpty();
    JsonNode problem = JSON.readTree(refusal.text());
    assertThat(problem.path("subscription").asString()).isEqualTo("s");
    assertThat(problem.has("receiptId")).isFalse();
    others.talkOn();
  }

  @EveryWay
  void anIdThatWasRefusedIsFree(Way way) {
    StompClient client = listening(way);
    client.send(forbiddenSubscribe());
    client.expectRefusal("forbidden");

    client.subscribe("s", "/topic/rooms.free-" + stage.user());

    client.expectNothing();
  }

  @EveryWay
  void whoDoesNotListenButWaitsForAReceiptIsSentAway(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.send(forbiddenSend().with("receipt", "r"));

    StompFrame error = client.expectError("forbidden", 4400);
    assertThat(error.value("message")).isEqualTo(FORBIDDEN);
    assertThat(error.value("receipt-id")).isEqualTo("r");
    others.talkOn();
  }

  @EveryWay
  void aSubscribeIsAlwaysWaitedFor(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);

    client.send(forbiddenSubscribe());

    assertThat(client.expectError("forbidden", 4400).header("receipt-id")).isEmpty();
    others.talkOn();
  }

  @EveryWay
  void whatNobodyWaitsForIsOnlyCounted(Way way) {
    StompClient client = stage.client(way);
    double before = Figures.refused(stage.target(), "forbidden");

    client.send(forbiddenSend());

    client.expectNothing();
    assertThat(Figures.refused(stage.target(), "forbidden")).isEqualTo(before + 1);
  }

  @EveryWay
  void whoNoLongerListensIsNotToldAnyMore(Way way) {
    StompClient client = listening(way);
    client.unsubscribe("errors");

    client.send(forbiddenSend());
    client.expectNothing();
    client.send(forbiddenSend().with("receipt", "r"));

    client.expectError("forbidden", 4400);
  }

  @EveryWay
  void otherSessionsOfTheUserAreNotTold(Way way) {
    String token = stage.token();
    StompClient client = stage.stranger(way);
    client.connect(token);
    client.subscribe("errors", "/user/queue/errors");
    StompClient phone = stage.stranger(way);
    phone.connect(token);
    phone.subscribe("errors", "/user/queue/errors");

    client.send(forbiddenSend());

    client.expectRefusal("forbidden");
    phone.expectNothing();
  }

  @EveryWay
  void destinationsThatAreNoneAreRefused(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = listening(way);
    for (String wrong :
        List.of(
            "",
            "/",
            "rooms.lobby",
            "/topic",
            "/topic/",
            "/topic/rooms",
            "/topic/rooms.",
            "/topic/.lobby",
            "/topic/Rooms.lobby",
            "/topic/rooms.lobby.",
            "/topic/rooms..lobby.",
            "/topic/rooms.a b",
            "/topic/rooms.ä",
            "/topic/rooms.a/b",
            "/topic/rooms." + "x".repeat(129),
            "/topic/" + "n".repeat(33) + ".a",
            "/topic/rooms.*",
            "/topic/rooms.**",
            "/topic/*",
            "/topic/**",
            "/topic/rooms.{x}",
            "/topic/rooms.?",
            "/queue/a",
            "/exchange/a",
            "/user",
            "/user/",
            "/app/",
            "//topic/rooms.lobby",
            "/topic/inbox.somebody",
            "/topic/history.rooms.a",
            "/topic/online.somebody")) {
      isRefusedEitherWay(client, wrong);
    }
    client.expectNothing();
    others.talkOn();
  }

  private static void isRefusedEitherWay(StompClient client, String destination) {
    client.sendWithReceipt(StompFrame.of("SEND", "destination:" + destination));
    assertThat(problemOf(client).path("destination").asString()).isEqualTo(destination);
    client.sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:s", "destination:" + destination));
    assertThat(problemOf(client).path("destination").asString()).isEqualTo(destination);
  }

  private static JsonNode problemOf(StompClient client) {
    return JSON.readTree(client.expectRefusal("bad-destination").text());
  }
}
