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
import dev.parley.wire.kit.TokenDraft;
import dev.parley.wire.kit.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every rule, every kind of request, every kind of user; {@code member} is a rule for publishing,
 * beside which everybody may subscribe. A letter each for alice, whose token grants nothing, for
 * alice with a token that grants all channels there are, and for alice while this session is
 * subscribed there: y for yes, n for {@code forbidden}, d for {@code bad-destination}, u for {@code
 * unknown-namespace}.
 */
class PermissionMatrixTests {

  private static final String SECRET = "a secret of the tests, long enough to sign with it";
  private static final List<String> ALL = List.of("here.**", "mute.**", "inbox.**", "there.**");
  private static final User PLAIN = user(tokens());
  private static final User GRANTED = user(tokens().channels(ALL, ALL));

  /** {@code here} and {@code inbox} have the rule; {@code mute} too, and no presence. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          #                                 user  claim member server
          SUBSCRIBE /topic/here.a         | yyy | nyn | yyy | nnn
          SUBSCRIBE /topic/presence.here.a| yyy | nyn | yyy | nnn
          SUBSCRIBE /app/presence.here.a  | yyy | nyn | yyy | nnn
          SUBSCRIBE /topic/presence.mute.a| ddd | ndn | ddd | nnn
          SUBSCRIBE /app/presence.mute.a  | ddd | ndn | ddd | nnn
          SUBSCRIBE /app/history.here.a   | yyy | nyn | yyy | nnn
          SUBSCRIBE /app/history.inbox.alice|yyy| yyy | yyy | yyy
          SUBSCRIBE /app/history.inbox.bob| nnn | nnn | nnn | nnn
          SUBSCRIBE /app/online.bob       | yyy | nyn | nnn | nnn
          SUBSCRIBE /app/online.alice     | yyy | nyn | yyy | nnn
          SUBSCRIBE /user/queue/inbox     | yyy | yyy | yyy | yyy
          SUBSCRIBE /user/queue/errors    | yyy | yyy | yyy | yyy
          SUBSCRIBE /user/queue/session   | yyy | yyy | yyy | yyy
          SUBSCRIBE /user/queue/own       | yyy | yyy | yyy | yyy
          SUBSCRIBE /user/bob/queue/inbox | ddd | ddd | ddd | ddd
          SUBSCRIBE /user/alice/queue/inbox|ddd | ddd | ddd | ddd
          SUBSCRIBE /topic/inbox.alice    | ddd | ddd | ddd | ddd
          SUBSCRIBE /topic/inbox.bob      | ddd | ddd | ddd | ddd
          SUBSCRIBE /topic/presence.inbox.bob|ddd| ddd | ddd | ddd
          SUBSCRIBE /app/presence.inbox.bob|ddd | ddd | ddd | ddd
          SUBSCRIBE /topic/there.a        | uuu | uuu | uuu | uuu
          SUBSCRIBE /topic/presence.there.a|uuu | uuu | uuu | uuu
          SUBSCRIBE /app/presence.there.a | uuu | uuu | uuu | uuu
          SUBSCRIBE /app/history.there.a  | uuu | uuu | uuu | uuu
          SUBSCRIBE /topic/nodes.orders   | uuu | uuu | uuu | uuu
          SUBSCRIBE /topic/events.all     | uuu | uuu | uuu | uuu
          SUBSCRIBE /topic/here.*         | ddd | ddd | ddd | ddd
          SUBSCRIBE /topic/**             | ddd | ddd | ddd | ddd
          SUBSCRIBE /queue/here.a         | ddd | ddd | ddd | ddd
          SUBSCRIBE /app/token            | ddd | ddd | ddd | ddd
          SUBSCRIBE /app/own              | yyy | yyy | yyy | yyy
          SEND      /topic/here.a         | yyy | nyn | nny | nnn
          SEND      /topic/there.a        | uuu | uuu | uuu | uuu
          SEND      /topic/nodes.orders   | uuu | uuu | uuu | uuu
          SEND      /topic/presence.here.a| ddd | ddd | ddd | ddd
          SEND      /app/presence.here.a  | ddd | ddd | ddd | ddd
          SEND      /app/history.here.a   | ddd | ddd | ddd | ddd
          SEND      /app/online.bob       | ddd | ddd | ddd | ddd
          SEND      /topic/inbox.bob      | ddd | ddd | ddd | ddd
          SEND      /user/queue/inbox     | ddd | ddd | ddd | ddd
          SEND      /user/queue/errors    | ddd | ddd | ddd | ddd
          SEND      /user/bob/queue/inbox | yyy | nyn | nnn | nnn
          SEND      /user/alice/queue/inbox|yyy | nyn | yyy | nnn
          SEND      /user/bob/queue/errors| ddd | ddd | ddd | ddd
          SEND      /user/bob/queue/session|ddd | ddd | ddd | ddd
          SEND      /topic/here.*         | ddd | ddd | ddd | ddd
          SEND      /app/token            | yyy | yyy | yyy | yyy
          SEND      /app/own              | yyy | yyy | yyy | yyy
          """)
  void mayDo(String request, String user, String claim, String member, String server) {
    assertThat(List.of(under(Access.USER, request), under(Access.CLAIM, request)))
        .containsExactly(user, claim);
    assertThat(List.of(under(Access.MEMBER, request), under(Access.SERVER, request)))
        .containsExactly(member, server);
  }

  @ParameterizedTest
  @CsvSource({
    "'',                     false",
    "parley:server,          true",
    "a parley:server b,      true",
    "parley:console,         false",
    "parley:servers,         false",
    "PARLEY:SERVER,          false",
    "parley:*,               false",
  })
  void mayUseTheHttpApi(String scope, boolean allowed) {
    assertThat(Permissions.mayServe(user(tokens().channels(ALL, ALL).scope(scope))))
        .isEqualTo(allowed);
  }

  private static String under(Access rule, String request) {
    Permissions permissions =
        new Permissions(
            new Namespaces(
                Map.of(
                    "here", namespace(rule, true),
                    "mute", namespace(rule, false),
                    "inbox", namespace(rule, false))));
    List<String> outcomes = new ArrayList<>();
    outcomes.add(outcome(permissions, PLAIN, request, false));
    outcomes.add(outcome(permissions, GRANTED, request, false));
    outcomes.add(outcome(permissions, PLAIN, request, true));
    return outcomes.stream().collect(Collectors.joining());
  }

  private static String outcome(
      Permissions permissions, User user, String request, boolean member) {
    String[] words = request.split(" +", -1);
    Optional<Destination> destination = Destination.parse(words[1]);
    if (destination.isEmpty()) {
      return "d";
    }
    try {
      if (words[0].equals("SEND")) {
        permissions.checkSend(user, destination.get(), () -> member);
      } else {
        permissions.checkSubscribe(user, destination.get());
      }
      return "y";
    } catch (Refusal refusal) {
      return switch (refusal.code()) {
        case FORBIDDEN -> "n";
        case BAD_DESTINATION -> "d";
        case UNKNOWN_NAMESPACE -> "u";
        default -> refusal.code().wire();
      };
    }
  }

  private static Namespace namespace(Access rule, boolean presence) {
    Retention retention = new Retention(10, Duration.ofHours(1));
    // Before subscribing nobody is a member.
    Access subscribe = rule == Access.MEMBER ? Access.USER : rule;
    return new Namespace(retention, presence, 0, 0, subscribe, rule);
  }

  private static TokenDraft tokens() {
    return Tokens.signedWith(SECRET).user("alice");
  }

  private static User user(TokenDraft token) {
    AuthSettings settings = new AuthSettings(SECRET, null, null, null, null, null);
    return TokenVerifiers.from(settings, InstantSource.system()).verify(token.sign());
  }
}
