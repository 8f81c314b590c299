package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Backend;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.TokenDraft;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend keeps a user, or whoever has a token, out until a time. */
@Timeout(60)
class RevocationIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.node-id=revoking");

  private static Backend backend() {
    return new Backend(stage.target());
  }

  @EveryWay
  void everySessionOfTheUserEndsAndNobodyElses(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");
    bob.joins(cast.room("rooms.lobby"));

    backend().revokesUser(alice.user(), 60);

    StompFrame error = alice.isCutOff("token-revoked", 4401);
    assertThat(error.value("message")).isEqualTo("The token was revoked.");
    phone.isCutOff("token-revoked", 4401);
    bob.says(cast.room("rooms.lobby"), "still here");
    bob.hears("still here");
  }

  @EveryWay
  void theUserIsKeptOutUntilTheTime(Way way) {
    String user = stage.user();
    backend().revokesUser(user, 1);

    StompFrame error = stage.stranger(way).connect(stage.tokens().of(user));
    assertThat(error.value("code")).isEqualTo("token-revoked");

    await()
        .until(
            () ->
                stage.stranger(way).connect(stage.tokens().of(user)).command().equals("CONNECTED"));
  }

  @EveryWay
  void oneTokenEndsAndAnotherOfTheSameUserStays(Way way) {
    TokenDraft draft = stage.tokens().user(stage.user());
    String first = draft.claim("jti", "\"" + stage.user() + "\"").sign();
    String id = stage.user();
    String second = draft.claim("jti", "\"" + id + "\"").sign();
    StompClient stays = connected(way, first);
    StompClient ends = connected(way, second);

    backend().revokesToken(id, 60);

    ends.expectError("token-revoked", 4401);
    stays.publish("/topic/rooms.stays", "still here");
    assertThat(stage.stranger(way).connect(second).value("code")).isEqualTo("token-revoked");
    assertThat(stage.stranger(way).connect(first).command()).isEqualTo("CONNECTED");
  }

  @EveryWay
  void aRevokedTokenRenewsNothing(Way way) {
    TokenDraft draft = stage.tokens().user(stage.user());
    String id = stage.user();
    backend().revokesToken(id, 60);
    StompClient client = connected(way, draft.sign());

    client.send(
        StompFrame.of(
            "SEND",
            "destination:/app/token",
            "receipt:r",
            "Authorization:Bearer " + draft.claim("jti", "\"" + id + "\"").sign()));

    client.expectError("token-revoked", 4401);
  }

  /** What counts is the token that the session has now. */
  @EveryWay
  void aTokenThatWasRenewedInTimeIsNotMissed(Way way) {
    TokenDraft draft = stage.tokens().user(stage.user());
    String id = stage.user();
    StompClient client = connected(way, draft.claim("jti", "\"" + id + "\"").sign());
    client.send(
        StompFrame.of(
            "SEND", "destination:/app/token", "receipt:r", "Authorization:Bearer " + draft.sign()));
    client.receipt("r");

    backend().revokesToken(id, 60);

    client.publish("/topic/rooms.renewed", "still here");
  }

  private static StompClient connected(Way way, String token) {
    StompClient client = stage.stranger(way);
    assertThat(client.connect(token).command()).isEqualTo("CONNECTED");
    return client;
  }
}
