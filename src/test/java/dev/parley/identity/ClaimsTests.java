package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verified token says, RFC 7519 section 4. */
class ClaimsTests {

  private static final Verifying VERIFYING = Verifying.at(HandmadeToken.NOW);

  @Test
  void aTokenBecomesAUser() {
    User user =
        VERIFYING.accepts(
            with(
                ",\"name\":\"Alice\",\"info\":{\"role\":\"host\"},\"scope\":\"parley:server a\","
                    + "\"jti\":\"t-1\",\"channels\":{\"subscribe\":[\"rooms.*\"]}"));

    assertThat(user.getName()).isEqualTo("alice");
    assertThat(user.displayName()).contains("Alice");
    assertThat(user.info()).contains("{\"role\":\"host\"}");
    assertThat(user.scopes()).containsExactlyInAnyOrder("parley:server", "a");
    assertThat(user.tokenId()).contains("t-1");
    assertThat(user.expires()).isEqualTo(HandmadeToken.NOW.plusSeconds(3600));
    assertThat(user.grants().maySubscribe(new ChannelName("rooms", "a"))).isTrue();
    assertThat(user.grants().mayPublish(new ChannelName("rooms", "a"))).isFalse();
  }

  @Test
  void onlySubAndExpAreNeeded() {
    User user = VERIFYING.accepts(with(""));

    assertThat(user.displayName()).isEmpty();
    assertThat(user.info()).isEmpty();
    assertThat(user.scopes()).isEmpty();
    assertThat(user.tokenId()).isEmpty();
    assertThat(user.grants().maySubscribe(new ChannelName("rooms", "a"))).isFalse();
    assertThat(user.grants().mayPublish(new ChannelName("rooms", "a"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"groups\":[1,{\"a\":null}]",
        "\"email\":\"a@b\"",
        "\"email\":7",
        "\"iss\":\"somebody\"",
        "\"aud\":[\"something\"]",
        "\"iat\":1",
        "\"channels\":{\"moderate\":[\"rooms.*\"]}",
        "\"name\":null,\"info\":null,\"channels\":null,\"scope\":null",
        "\"channels\":{\"subscribe\":null}",
      })
  void whatIsNotAskedForMayBeAnything(String claims) {
    assertThat(VERIFYING.accepts(with("," + claims)).name()).isEqualTo("alice");
  }

  @Test
  void aUserIsNotToldTwiceInLogs() {
    User user = VERIFYING.accepts(with(",\"name\":\"Alice A.\",\"info\":{\"phone\":\"12345\"}"));

    assertThat(user.toString()).contains("alice").doesNotContain("12345");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "alice@example.org", "a/b", "Jürgen", "🦜", "auth0|1234"})
  void mostNamesAreUsers(String name) {
    assertThat(VERIFYING.accepts(HandmadeToken.of(named('"' + name + '"'))).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"server\"",
        "\"a\\nb\"",
        "\"a\\u0000\"",
        "\"\\ud800\"",
        "null",
        "7",
        "true",
        "[\"alice\"]",
        "{\"a\":1}",
      })
  void someAreNot(String sub) {
    VERIFYING.refuses(HandmadeToken.of(named(sub)));
  }

  @Test
  void aNameHas128CharactersAtMost() {
    VERIFYING.accepts(HandmadeToken.of(named('"' + "a".repeat(128) + '"')));
    VERIFYING.refuses(HandmadeToken.of(named('"' + "a".repeat(129) + '"')));
    VERIFYING.accepts(with(",\"name\":\"" + "a".repeat(128) + '"'));
    VERIFYING.refuses(with(",\"name\":\"" + "a".repeat(129) + '"'));
  }

  @Test
  void aTokenWithoutSubIsRefused() {
    VERIFYING.refuses(HandmadeToken.of("{\"exp\":1800003600}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":7",
        "\"name\":[\"Alice\"]",
        "\"info\":\"text\"",
        "\"info\":[1]",
        "\"info\":7",
        "\"scope\":[\"parley:server\"]",
        "\"scope\":7",
        "\"jti\":7",
        "\"jti\":{\"a\":1}",
        "\"iss\":7",
        "\"channels\":\"rooms.*\"",
        "\"channels\":[\"rooms.*\"]",
        "\"channels\":{\"subscribe\":\"rooms.*\"}",
        "\"channels\":{\"subscribe\":{\"rooms\":true}}",
        "\"channels\":{\"publish\":[7]}",
        "\"channels\":{\"publish\":[null]}",
        "\"channels\":{\"publish\":[[\"rooms.*\"]]}",
        "\"channels\":{\"publish\":[\"rooms.a*\"]}",
        "\"channels\":{\"publish\":[\"\"]}",
      })
  void aClaimOfAnotherTypeIsRefused(String claim) {
    VERIFYING.refuses(with("," + claim));
  }

  @Test
  void infoIsKeptAsItWasWritten() {
    String info = "{\"z\":12345678901234567890,\"a\":[0.1,-7,true,null,\"ü€\\\"\"],\"b\":{}}";

    assertThat(VERIFYING.accepts(with(",\"info\":" + info)).info()).contains(info);
  }

  @Test
  void infoIsAKibibyteAtMost() {
    String around = "{\"a\":\"\"}";
    String longest = "{\"a\":\"" + "b".repeat(1024 - around.length()) + "\"}";
    String umlauts = "{\"a\":\"" + "ü".repeat(600) + "\"}";

    assertThat(VERIFYING.accepts(with(",\"info\":" + longest)).info()).contains(longest);
    VERIFYING.refuses(with(",\"info\":" + longest.replace("\"a\"", "\"aa\"")));
    VERIFYING.refuses(with(",\"info\":" + umlauts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "1e-999", "0.1e400"})
  void noNumberInInfoBreaksTheJsonOfOthers(String number) {
    assertThat(VERIFYING.accepts(with(",\"info\":{\"a\":" + number + "}")).info().orElseThrow())
        .matches("\\{\"a\":-?[0-9.]+([eE][+-]?[0-9]+)?}");
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "' ', ''", "a, a", "' a  b ', a|b", "a b a, a|b"})
  void scopesStandBetweenSpaces(String scope, String scopes) {
    Set<String> expected = scopes.isEmpty() ? Set.of() : Set.of(scopes.split("\\|", -1));

    assertThat(VERIFYING.accepts(with(",\"scope\":\"" + scope + '"')).scopes()).isEqualTo(expected);
  }

  private static String with(String claims) {
    return HandmadeToken.of(HandmadeToken.claims(claims));
  }

  private static String named(String sub) {
    return "{\"sub\":" + sub + ",\"exp\":1800003600}";
  }
}
