package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Access;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.identity.AuthSettings;
import dev.parley.identity.TokenVerifiers;
import dev.parley.identity.User;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.wire.kit.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who may do what, as a table: the answer for alice, whose token grants nothing, and for gina,
 * whose token grants everything that a token can.
 */
class PermissionsTests {

  private static final String SECRET = "a secret of the tests, long enough to sign with it";

  private static final User ALICE = user("alice", List.of(), List.of());
  private static final User GINA =
      user("gina", List.of("claim.*", "server.*", "silent.*"), List.of("**", "inbox.bob"));

  /** Namespaces are named after their rule. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /topic/user.a              | ok                | ok
          /topic/claim.a             | forbidden         | ok
          /topic/claim.a.b           | forbidden         | forbidden
          /topic/server.a            | forbidden         | forbidden
          /topic/silent.a            | forbidden         | ok
          /topic/other.a             | unknown-namespace | unknown-namespace
          /topic/events.all          | unknown-namespace | unknown-namespace
          /topic/nodes.all           | unknown-namespace | unknown-namespace
          /topic/presence.user.a     | ok                | ok
          /topic/presence.claim.a    | forbidden         | ok
          /topic/presence.server.a   | forbidden         | forbidden
          /topic/presence.silent.a   | forbidden         | bad-destination
          /topic/presence.other.a    | unknown-namespace | unknown-namespace
          /app/presence.user.a       | ok                | ok
          /app/presence.claim.a      | forbidden         | ok
          /app/presence.server.a     | forbidden         | forbidden
          /app/presence.silent.a     | forbidden         | bad-destination
          /app/presence.other.a      | unknown-namespace | unknown-namespace
          /app/history.user.a        | ok                | ok
          /app/history.claim.a       | forbidden         | ok
          /app/history.server.a      | forbidden         | forbidden
          /app/history.other.a       | unknown-namespace | unknown-namespace
          /app/history.inbox.alice   | ok                | forbidden
          /app/history.inbox.gina    | forbidden         | ok
          /app/history.inbox.nobody  | forbidden         | forbidden
          /user/queue/inbox          | ok                | ok
          /user/queue/errors         | ok                | ok
          /user/queue/session        | ok                | ok
          /user/queue/own            | ok                | ok
          /user/bob/queue/inbox      | bad-destination   | bad-destination
          /user/alice/queue/inbox    | bad-destination   | bad-destination
          /app/token                 | bad-destination   | bad-destination
          /app/basket                | ok                | ok
          """)
  void maySubscribe(String destination, String alice, String gina) {
    Permissions permissions = permissions(Access.SERVER);

    assertThat(subscribe(permissions, ALICE, destination)).isEqualTo(alice);
    assertThat(subscribe(permissions, GINA, destination)).isEqualTo(gina);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /topic/user.a              | ok                | ok                | ok
          /topic/claim.a             | forbidden         | ok                | forbidden
          /topic/member.a            | forbidden         | forbidden         | ok
          /topic/server.a            | forbidden         | forbidden         | forbidden
          /topic/other.a             | unknown-namespace | unknown-namespace | unknown-namespace
          /topic/events.all          | unknown-namespace | unknown-namespace | unknown-namespace
          /topic/presence.user.a     | bad-destination   | bad-destination   | bad-destination
          /app/presence.user.a       | bad-destination   | bad-destination   | bad-destination
          /app/history.user.a        | bad-destination   | bad-destination   | bad-destination
          /app/history.inbox.alice   | bad-destination   | bad-destination   | bad-destination
          /app/online.alice          | bad-destination   | bad-destination   | bad-destination
          /user/queue/inbox          | bad-destination   | bad-destination   | bad-destination
          /user/queue/errors         | bad-destination   | bad-destination   | bad-destination
          /user/queue/session        | bad-destination   | bad-destination   | bad-destination
          /user/bob/queue/errors     | bad-destination   | bad-destination   | bad-destination
          /user/bob/queue/own        | bad-destination   | bad-destination   | bad-destination
          /app/token                 | ok                | ok                | ok
          /app/basket                | ok                | ok                | ok
          """)
  void maySend(String destination, String alice, String gina, String aliceWhenSubscribed) {
    Permissions permissions = permissions(Access.SERVER);

    assertThat(send(permissions, ALICE, destination, false)).isEqualTo(alice);
    assertThat(send(permissions, GINA, destination, false)).isEqualTo(gina);
    assertThat(send(permissions, ALICE, destination, true)).isEqualTo(aliceWhenSubscribed);
  }

  /** To reach a user and to ask whether the user is there is one right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          USER   | bob   | ok        | ok
          USER   | alice | ok        | ok
          CLAIM  | bob   | forbidden | ok
          CLAIM  | alice | forbidden | ok
          MEMBER | bob   | forbidden | forbidden
          MEMBER | alice | ok        | forbidden
          SERVER | bob   | forbidden | forbidden
          SERVER | alice | forbidden | forbidden
          """)
  void mayReachAUser(Access publish, String other, String alice, String gina) {
    Permissions permissions = permissions(publish);
    String inbox = "/user/" + other + "/queue/inbox";
    String online = "/app/online." + other;

    assertThat(send(permissions, ALICE, inbox, false)).isEqualTo(alice);
    assertThat(send(permissions, GINA, inbox, false)).isEqualTo(gina);
    assertThat(subscribe(permissions, ALICE, online)).isEqualTo(alice);
    assertThat(subscribe(permissions, GINA, online)).isEqualTo(gina);
  }

  private static String subscribe(Permissions permissions, User user, String destination) {
    Destination parsed = Destination.parse(destination).orElseThrow();
    return outcome(() -> permissions.checkSubscribe(user, parsed));
  }

  private static String send(
      Permissions permissions, User user, String destination, boolean member) {
    Destination parsed = Destination.parse(destination).orElseThrow();
    return outcome(() -> permissions.checkSend(user, parsed, () -> member));
  }

  private static String outcome(Runnable check) {
    try {
      check.run();
      return "ok";
    } catch (Refusal refusal) {
      return refusal.code().wire();
    }
  }

  private static Permissions permissions(Access inbox) {
    return new Permissions(
        new Namespaces(
            Map.of(
                "user", namespace(Access.USER, Access.USER, true),
                "claim", namespace(Access.CLAIM, Access.CLAIM, true),
                "member", namespace(Access.USER, Access.MEMBER, true),
                "server", namespace(Access.SERVER, Access.SERVER, true),
                "silent", namespace(Access.CLAIM, Access.USER, false),
                "inbox", namespace(Access.USER, inbox, false))));
  }

  private static Namespace namespace(Access subscribe, Access publish, boolean presence) {
    Retention retention = new Retention(10, Duration.ofHours(1));
    return new Namespace(retention, presence, 0, 0, subscribe, publish);
  }

  private static User user(String name, List<String> subscribe, List<String> publish) {
    AuthSettings settings = new AuthSettings(SECRET, null, null, null, null, null);
    String token = Tokens.signedWith(SECRET).user(name).channels(subscribe, publish).sign();
    return TokenVerifiers.from(settings, InstantSource.system()).verify(token);
  }
}
