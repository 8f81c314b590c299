package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.limit.Capacity;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node has room for so many, and an address for fewer; who is one too many is told so. */
@Timeout(60)
class ConnectionsIT {

  private static final int MOST = 3;

  private static StompClient arrives(Stage stage, Way way, Handshake handshake) {
    Wire wire = way.transport().open(stage.at(way), handshake);
    stage.opened(wire::leave);
    return StompClient.on(wire);
  }

  private static Handshake plain(Way way) {
    return way.transport().isSockJs() ? Handshake.bare() : Handshake.stomp();
  }

  private static void isIn(Stage stage, StompClient client) {
    assertThat(client.connect(stage.token()).command()).isEqualTo("CONNECTED");
  }

  private static void isOneTooMany(StompClient client) {
    StompFrame error = client.next("ERROR");
    client.expectClose(4429);
    assertThat(error.value("code")).isEqualTo("too-many-connections");
    assertThat(error.value("retry-after-ms")).isEqualTo("30000");
  }

  /** Of a node, wherever they come from. */
  @Nested
  class OfANode {

    @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connections=" + MOST);

    @EveryWay
    void whoIsOneTooManyIsToldAndMayComeWhenAnotherWent(Way way) {
      double before = Figures.refused(stage.target(), "too-many-connections");
      List<StompClient> inside = new ArrayList<>();
      for (int i = 0; i < MOST; i++) {
        inside.add(arrives(stage, way, plain(way)));
        isIn(stage, inside.getLast());
      }

      isOneTooMany(arrives(stage, way, plain(way)));
      assertThat(Figures.refused(stage.target(), "too-many-connections")).isEqualTo(before + 1);
      inside.getFirst().disconnect();

      await().until(() -> stage.bean(Capacity.class).taken() < MOST);
      isIn(stage, arrives(stage, way, plain(way)));
    }
  }

  /** Of an address, as a trusted proxy says it. */
  @Nested
  class OfAnAddress {

    @RegisterExtension
    static final Stage stage =
        Stage.with(
            "--parley.limits.connections-per-address=" + MOST,
            "--parley.trusted-proxies=127.0.0.1,::1,10.0.0.0/8");

    private StompClient from(Way way, String forwarded) {
      return arrives(stage, way, plain(way).with("X-Forwarded-For", forwarded));
    }

    @EveryWay
    void everyAddressHasItsOwn(Way way) {
      for (int i = 0; i < MOST; i++) {
        isIn(stage, from(way, "203.0.113.1"));
      }

      isOneTooMany(from(way, "203.0.113.1"));
      isIn(stage, from(way, "203.0.113.2"));
    }

    @EveryWay
    void whatAClientForgesNeitherHelpsItNorHurtsAnother(Way way) {
      for (int i = 0; i < MOST; i++) {
        isIn(stage, from(way, "198.51.100." + i + ", 203.0.113.1, 10.0.0.5"));
      }

      isOneTooMany(from(way, "198.51.100.77, 203.0.113.1, 10.0.0.5"));
      isIn(stage, from(way, "198.51.100.0"));
    }
  }

  /** Which host a page has to be of. */
  @Nested
  class Origins {

    @RegisterExtension
    static final Stage stage = Stage.with("--parley.trusted-proxies=127.0.0.1,::1");

    @EveryDoor
    void aTrustedProxySaysWhichHostWasAskedFor(Way way) {
      Handshake page = Handshake.stomp().origin("https://app.example.com");

      assertThat(status(way, page)).isEqualTo(403);
      assertThat(status(way, page.with("X-Forwarded-Host", "app.example.com"))).isEqualTo(101);
      assertThat(status(way, page.with("Forwarded", "for=203.0.113.1;host=app.example.com")))
          .isEqualTo(101);
      assertThat(status(way, page.with("X-Forwarded-Host", "app.example.com, inner.example")))
          .isEqualTo(403);
    }

    private static int status(Way way, Handshake handshake) {
      return stage.socket(way, handshake).answer().status();
    }
  }

  /** Where no proxy is trusted, what a client says of itself means nothing. */
  @Nested
  class WithoutProxies {

    @RegisterExtension
    static final Stage stage = Stage.with("--parley.limits.connections-per-address=" + MOST);

    @EveryWay
    void aForgedAddressIsNoWayIn(Way way) {
      for (int i = 0; i < MOST; i++) {
        isIn(stage, arrives(stage, way, plain(way)));
      }

      Handshake forged =
          plain(way).with("X-Forwarded-For", "203.0.113.99").with("Forwarded", "for=203.0.113.98");
      isOneTooMany(arrives(stage, way, forged));
    }
  }
}
