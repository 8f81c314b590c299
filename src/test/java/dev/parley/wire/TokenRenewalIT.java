package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.TokenDraft;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session goes on with a new token, and does not without one. */
@Timeout(90)
class TokenRenewalIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void theReceiptOfANewTokenSaysUntilWhen(Way way) {
    StompClient client = connected(way, alice(600));
    Instant end = Instant.now().plusSeconds(7200);

    StompFrame receipt = renew(client, stage.tokens().user("alice").expiresAt(end).sign());

    assertThat(receipt.command()).isEqualTo("RECEIPT");
    assertThat(receipt.value("token-expires")).isEqualTo(end.getEpochSecond() + "000");
  }

  @EveryWay
  void whoTellsNothingNewIsEndedAfterTheSkew(Way way) {
    StompClient client = connected(way, alice(-28));

    client.expectError("token-expired", 4401);
  }

  @EveryWay
  void whoTellsANewTokenStays(Way way) {
    StompClient client = connected(way, alice(-27));
    client.subscribe("notices", "/user/queue/session");
    StompFrame notice = client.next(f -> f.command().equals("MESSAGE"), "notice");
    assertThat(notice.text()).startsWith("{\"type\":\"token-expiring\",\"at\":");

    assertThat(renew(client, alice(600)).command()).isEqualTo("RECEIPT");

    StompClient other = connected(way, alice(-27));
    other.expectError("token-expired", 4401);
    client.publish("/topic/" + "rooms.renewed", "still here");
  }

  @EveryWay
  void aTokenOfSomebodyElseEndsIt(Way way) {
    StompClient client = connected(way, alice(600));

    StompFrame answer = renew(client, stage.tokens().of("bob"));

    assertThat(answer.value("code")).isEqualTo("bad-token");
    client.expectClose(4401);
  }

  @EveryWay
  void aBadTokenEndsIt(Way way) {
    StompClient client = connected(way, alice(600));

    assertThat(renew(client, "no.token.atall").value("code")).isEqualTo("bad-token");

    client.expectClose(4401);
  }

  @EveryWay
  void whatTheNewTokenDoesNotCoverIsEnded(Way way) {
    String kept = "granted.kept-" + stage.user();
    String lost = "granted.lost-" + stage.user();
    TokenDraft draft = stage.tokens().user("alice");
    StompClient client = connected(way, draft.channels(List.of(kept, lost), List.of(kept)).sign());
    client.subscribe("errors", "/user/queue/errors");
    client.subscribe("kept", "/topic/" + kept);
    client.subscribe("lost", "/topic/" + lost);

    renew(client, draft.channels(List.of(kept), List.of(kept, lost)).sign());

    StompFrame refusal = client.expectRefusal("unsubscribed");
    assertThat(refusal.text()).contains("\"subscription\":\"lost\"", "/topic/" + lost);
    client.publish("/topic/" + lost, "not for alice");
    client.publish("/topic/" + kept, "for alice");
    StompFrame next = client.next(f -> f.command().equals("MESSAGE"), "message");
    assertThat(next.text()).isEqualTo("for alice");
  }

  @EveryWay
  void whoIsWhereIsToldNoMoreToWhomTheNewTokenDoesNotLetIn(Way way) {
    String lost = "granted.lost-" + stage.user();
    TokenDraft draft = stage.tokens().user(stage.user());
    StompClient watcher = connected(way, draft.channels(List.of(lost), List.of()).sign());
    watcher.subscribe("errors", "/user/queue/errors");
    watcher.subscribe("who", "/topic/presence." + lost);
    assertThat(watcher.nextMessage("who").text()).contains("\"snapshot\"");

    renew(watcher, draft.channels(List.of(), List.of(lost)).sign());

    StompFrame refusal = watcher.expectRefusal("unsubscribed");
    assertThat(refusal.text()).contains("\"subscription\":\"who\"", "/topic/presence." + lost);
    TokenDraft other = stage.tokens().user(stage.user());
    StompClient member = connected(way, other.channels(List.of(lost), List.of()).sign());
    member.subscribe("room", "/topic/" + lost);
    watcher.expectNothing();
  }

  private static String alice(long seconds) {
    return stage.tokens().user("alice").expiresAt(Instant.now().plusSeconds(seconds)).sign();
  }

  private static StompClient connected(Way way, String token) {
    StompClient client = stage.stranger(way);
    assertThat(client.connect(token).command()).isEqualTo("CONNECTED");
    return client;
  }

  private static StompFrame renew(StompClient client, String token) {
    client.send(
        StompFrame.of(
            "SEND", "destination:/app/token", "receipt:renewed", "Authorization:Bearer " + token));
    return client.next(
        f -> f.command().equals("ERROR") || "renewed".equals(f.header("receipt-id").orElse("")),
        "an answer to the token");
  }
}
