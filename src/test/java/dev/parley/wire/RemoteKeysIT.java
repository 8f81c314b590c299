package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.KeyServer;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.SigningKey;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.TokenDraft;
import dev.parley.wire.kit.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens whose keys lie at their issuer, who is slow here and changes them. */
@Timeout(120)
class RemoteKeysIT {

  private static final SigningKey KNOWN = SigningKey.es256("known");
  private static final SigningKey MADE_UP = SigningKey.es256("made-up");
  private static final Duration DELAY = Duration.ofSeconds(2);

  /** More than there are event loops, so that every loop has both who waits and who does not. */
  private static final int SOCKETS = 2 * Runtime.getRuntime().availableProcessors() + 2;

  /** Of an answer while another session waits for its key; a loop that waited took 2 s. */
  private static final long P99_MILLIS = 250;

  private static final KeyServer issuer = KeyServer.with(KNOWN);

  @RegisterExtension
  static final Stage stage = Stage.with("--parley.auth.jwks-uri=" + issuer.uri());

  @AfterAll
  static void end() {
    issuer.close();
  }

  @EveryWay
  void aTokenOfTheIssuerLetsInAndGoesOn(Way way) {
    TokenDraft draft = stage.tokens().user(stage.user());
    StompClient client = stage.stranger(way);
    assertThat(client.connect(draft.signedBy(KNOWN)).command()).isEqualTo("CONNECTED");

    client.send(
        StompFrame.of(
            "SEND",
            "destination:/app/token",
            "receipt:renewed",
            "Authorization:Bearer " + draft.signedBy(KNOWN)));

    assertThat(client.receipt("renewed").header("token-expires")).isPresent();
  }

  @EveryWay
  void aTokenOfSomebodyElseDoesNot(Way way) {
    StompClient client = stage.stranger(way);

    assertThat(client.connect(MADE_UP.as("known", "ES256").tokenOf("mallory")).value("code"))
        .isEqualTo("bad-token");
    client.expectClose(4401);
  }

  @EveryWay
  void whileNoKeyIsKnownNobodyIsToldThatTheTokenIsBad(Way way) {
    KeyServer away = stage.opened(KeyServer.with(KNOWN));
    away.goesAway();
    RunningParley node = started(away);
    StompClient client =
        stage.opened(StompClient.on(way.transport().open(node.asTarget().at(way.door()))));

    StompFrame error = client.connect(KNOWN.tokenOf(stage.user()));

    assertThat(error.value("code")).isEqualTo("unavailable");
    client.expectClose(1013);
  }

  @EveryDoor
  void whoWaitsForAKeyHoldsUpNobody(Way way) {
    KeyServer slow = stage.opened(KeyServer.with(KNOWN));
    RunningParley node = started(slow);
    SigningKey fresh = SigningKey.es256("fresh");
    List<RawWebSocket> bystanders = new ArrayList<>();
    for (int i = 0; i < SOCKETS; i++) {
      RawWebSocket socket = socket(node, way);
      StompClient.on(socket).connect(KNOWN.tokenOf(stage.user()));
      bystanders.add(socket);
    }
    slow.has(KNOWN, fresh);
    slow.takes(DELAY);

    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> waiting = new ArrayList<>();
      for (int i = 0; i < SOCKETS; i++) {
        StompClient client = StompClient.on(socket(node, way));
        String token = fresh.tokenOf(stage.user());
        waiting.add(CompletableFuture.supplyAsync(() -> client.connect(token).command(), clients));
      }
      long p99 = Pings.percentile99(bystanders, DELAY.minusMillis(500));

      assertThat(waiting).noneMatch(CompletableFuture::isDone);
      assertThat(p99).isLessThan(P99_MILLIS);
      assertThat(waiting).allSatisfy(each -> assertThat(each.join()).isEqualTo("CONNECTED"));
    }
    assertThat(slow.requests()).isEqualTo(2);
  }

  private static RunningParley started(KeyServer keys) {
    return stage.opened(RunningParley.with("--parley.auth.jwks-uri=" + keys.uri()));
  }

  private static RawWebSocket socket(RunningParley node, Way way) {
    URI place = Transport.endpoint(node.asTarget().at(way.door()));
    return stage.opened(RawWebSocket.open(place, Handshake.stomp()));
  }
}
