package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.StompVersion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CONNECT: what it is answered with, and what may come before and after it. */
@Timeout(60)
class ConnectIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void connectedSaysWhatTheClientNeedsToKnow(Way way) {
    String user = stage.user();
    Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 1234);
    String token = stage.tokens().user(user).expiresAt(expiry).sign();

    StompFrame connected = stage.stranger(way).connect(token);

    assertThat(connected.value("version")).isEqualTo("1.2");
    assertThat(connected.value("server")).startsWith("Parley");
    assertThat(connected.value("session")).isNotEmpty();
    assertThat(connected.value("user-name")).isEqualTo(user);
    assertThat(connected.value("heart-beat")).isEqualTo("10000,10000");
    assertThat(connected.value("token-expires")).isEqualTo("" + expiry.toEpochMilli());
    assertThat(connected.value("idempotency-window")).isEqualTo("300000");
    assertThat(connected.headers()).hasSize(7);
  }

  @EveryWay
  void everySessionHasAnIdOfItsOwn(Way way) {
    String token = stage.token();

    String one = stage.stranger(way).connect(token).value("session");
    String other = stage.stranger(way).connect(token).value("session");

    assertThat(one).isNotEqualTo(other).hasSizeGreaterThanOrEqualTo(20);
  }

  @EveryWay
  void anyNameOfAUserComesBackAsItIs(Way way) {
    for (String name : List.of("a:b\\c", "Jörg Ångström", "日本 😀", "../*?#%2e", "x".repeat(128))) {
      StompFrame connected = stage.stranger(way).connect(stage.tokens().of(name));

      assertThat(connected.value("user-name")).isEqualTo(name);
    }
  }

  @EveryWay
  void theNewestVersionThatBothSpeakIsChosen(Way way) {
    assertThat(agreed(way, StompVersion.V1_0)).isEqualTo("1.0");
    assertThat(agreed(way, StompVersion.V1_1)).isEqualTo("1.1");
    assertThat(agreed(way, StompVersion.V1_2)).isEqualTo("1.2");
    assertThat(agreed(way, StompVersion.V1_0, StompVersion.V1_1)).isEqualTo("1.1");
    assertThat(agreed(way, StompVersion.values())).isEqualTo("1.2");
  }

  private String agreed(Way way, StompVersion... spoken) {
    return stage.stranger(way, spoken).connect(stage.token()).value("version");
  }

  @EveryWay
  void unknownVersionsAreIgnoredBesideKnownOnes(Way way) {
    StompClient client = stage.stranger(way);

    assertThat(client.connect(stage.token(), "accept-version:1.1,2.0,9.9").value("version"))
        .isEqualTo("1.1");
  }

  @EveryWay
  void whoNamesNoVersionSpeaksTheFirst(Way way) {
    StompClient client = stage.stranger(way);

    client.send(StompFrame.of("CONNECT", "Authorization:Bearer " + stage.token()));

    assertThat(client.next("CONNECTED").value("version")).isEqualTo("1.0");
  }

  @EveryWay
  void aVersionThatIsNotSpokenHereIsRefused(Way way) {
    StompClient client = stage.stranger(way);

    client.send(
        StompFrame.of(
            "CONNECT", "accept-version:2.0", "host:x", "Authorization:Bearer " + stage.token()));

    client.expectError("bad-frame", 4400);
  }

  @EveryWay
  void theCommandStompConnectsToo(Way way) {
    StompClient client = stage.stranger(way);

    client.send(
        StompFrame.of(
            "STOMP", "accept-version:1.2", "host:x", "Authorization:Bearer " + stage.token()));

    assertThat(client.next("CONNECTED").value("version")).isEqualTo("1.2");
    client.expectNothing();
  }

  @EveryWay
  void onlyConnectMayComeFirst(Way way) {
    for (StompFrame first :
        List.of(
            StompFrame.of("SEND", "destination:/topic/rooms.lobby").withBody("hi"),
            StompFrame.of("SUBSCRIBE", "id:1", "destination:/topic/rooms.lobby"),
            StompFrame.of("UNSUBSCRIBE", "id:1"),
            StompFrame.of("BEGIN", "transaction:1"),
            StompFrame.of("COMMIT", "transaction:1"),
            StompFrame.of("ABORT", "transaction:1"),
            StompFrame.of("ACK", "id:1"),
            StompFrame.of("NACK", "id:1"),
            StompFrame.of("DISCONNECT"))) {
      StompClient client = stage.stranger(way);

      client.send(first.with("receipt", "early"));

      StompFrame error = client.expectError("bad-frame", 4400);
      assertThat(error.value("message")).isEqualTo("The frame is not valid STOMP here.");
      assertThat(error.value("receipt-id")).isEqualTo("early");
    }
  }

  @EveryWay
  void nobodyConnectsTwice(Way way) {
    for (String again : List.of("CONNECT", "STOMP")) {
      StompClient client = stage.client(way);

      client.send(
          StompFrame.of(
              again, "accept-version:1.2", "host:x", "Authorization:Bearer " + stage.token()));

      client.expectError("bad-frame", 4400);
    }
  }

  @EveryWay
  void whatFollowsARefusedConnectIsNotTaken(Way way) {
    String room = "rooms.refused-" + stage.user();
    StompClient listener = stage.client(way);
    listener.subscribe("1", "/topic/" + room);
    StompClient client = stage.stranger(way);

    String connect = "CONNECT\naccept-version:1.2\nhost:x\nAuthorization:Bearer no\n\n\0";
    client.wire().send(connect + "SEND\ndestination:/topic/" + room + "\n\nhi\0");

    client.expectError("bad-token", 4401);
    listener.expectNothing();
  }

  @EveryWay
  void aHeartBeatThatIsNoneIsRefused(Way way) {
    for (String wrong : List.of("", "10000", "a,b", "-1,0", "1,2,3", "99999999999,0")) {
      StompClient client = stage.stranger(way);

      client.connect(stage.token(), "heart-beat:" + wrong);

      client.expectClose(4400);
    }
  }
}
