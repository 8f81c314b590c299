package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Wire;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that the HTTP request of a handshake brings; CONNECT judges them. */
@Timeout(60)
class HandshakeTokenIT {

  @RegisterExtension static final Stage stage = Stage.with("--parley.auth.cookie=parley-token");

  @EveryWay
  void aTokenOfTheHandshakeLetsIn(Way way) {
    String user = stage.user();

    StompFrame connected =
        opened(way, Handshake.bare().bearer(stage.tokens().of(user))).connectWithoutToken();

    assertThat(connected.command()).isEqualTo("CONNECTED");
    assertThat(connected.value("user-name")).isEqualTo(user);
  }

  @EveryWay
  void theTokenOfConnectIsTheOneThatCounts(Way way) {
    String user = stage.user();
    Handshake good = Handshake.bare().bearer(stage.token());
    Handshake bad = Handshake.bare().bearer(stage.tokens().expired("alice"));

    isRefused(opened(way, good), "bad-token", "Authorization:Bearer no.real.token");
    isRefused(opened(way, good), "bad-token", "Authorization:Basic YTpi");
    isRefused(opened(way, good), "bad-token", "Authorization:");
    assertThat(opened(way, bad).connect(stage.tokens().of(user)).value("user-name"))
        .isEqualTo(user);
  }

  @EveryWay
  void aBadTokenOfTheHandshakeIsRefusedByConnect(Way way) {
    Handshake bare = Handshake.bare();
    isRefused(opened(way, bare.bearer("no.real.token")), "bad-token");
    isRefused(opened(way, bare.bearer(stage.tokens().ofAnotherKey("alice"))), "bad-token");
    isRefused(opened(way, bare.bearer(stage.tokens().unsigned("alice"))), "bad-token");
    isRefused(opened(way, bare.bearer(stage.tokens().expired("alice"))), "token-expired");
    isRefused(opened(way, bare.with("Authorization", "Basic YTpi")), "bad-token");
    isRefused(opened(way, bare), "bad-token");
  }

  @EveryWay
  void aCookieOfAnAllowedPageLetsIn(Way way) {
    String user = stage.user();
    Handshake page =
        cookie("a=b; parley-token=" + stage.tokens().of(user)).origin(sameHost(way) + ":3000");

    assertThat(opened(way, page).connectWithoutToken().value("user-name")).isEqualTo(user);
  }

  @EveryWay
  void aCookieOfNoPageAndAnotherCookieDoNot(Way way) {
    isRefused(opened(way, cookie("parley-token=" + stage.token())), "bad-token");
    isRefused(opened(way, cookie("other=" + stage.token()).origin(sameHost(way))), "bad-token");
    isRefused(
        opened(
            way, cookie("parley-token=" + stage.tokens().expired("alice")).origin(sameHost(way))),
        "token-expired");
  }

  @EveryDoor
  void aForeignPageDoesNotEvenComeIn(Way way) {
    Handshake foreign = cookie("parley-token=" + stage.token()).origin("https://evil.example");

    assertThat(stage.socket(way, foreign).answer().status()).isEqualTo(403);
  }

  @EveryWay
  void aTokenOfTheHandshakeRenewsNothing(Way way) {
    StompClient client = opened(way, Handshake.bare().bearer(stage.token()));
    client.connectWithoutToken();

    client.send(StompFrame.of("SEND", "destination:/app/token", "receipt:renewed"));

    client.expectError("bad-token", 4401);
  }

  private static Handshake cookie(String cookies) {
    return Handshake.bare().with("Cookie", cookies);
  }

  private static String sameHost(Way way) {
    return "http://" + stage.at(way).getHost();
  }

  private static StompClient opened(Way way, Handshake handshake) {
    Wire wire = way.transport().open(stage.at(way), handshake);
    stage.opened(wire::leave);
    return StompClient.on(wire);
  }

  private static void isRefused(StompClient client, String code, String... headers) {
    StompFrame error = client.connectWithoutToken(headers);

    assertThat(error.command()).isEqualTo("ERROR");
    assertThat(error.value("code")).isEqualTo(code);
    client.expectClose(4401);
  }
}
