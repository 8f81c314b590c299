package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of channels in a token: {@code *} is one segment, {@code **} the rest. */
class GrantsTests {

  private static final Verifying VERIFYING = Verifying.at(HandmadeToken.NOW);

  @ParameterizedTest
  @CsvSource({
    "rooms.lobby, rooms.lobby",
    "rooms.*, rooms.lobby",
    "*.lobby, rooms.lobby",
    "*.*, rooms.lobby",
    "**, rooms.lobby",
    "**, rooms.a.b.c",
    "rooms.**, rooms.a",
    "rooms.**, rooms.a.b.c",
    "rooms.*.c, rooms.b.c",
    "rooms.*.**, rooms.a.b",
    "rooms.a.*, rooms.a.b",
    "rooms.A-b_c~d, rooms.A-b_c~d",
    "inbox.a~2eb, inbox.a~2eb",
  })
  void aPatternGrants(String pattern, String channel) {
    assertThat(grants(pattern).maySubscribe(named(channel))).isTrue();
    assertThat(grants(pattern).mayPublish(named(channel))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "rooms.lobby, rooms.lobby2",
    "rooms.lobby, rooms.lobb",
    "rooms.lobby, rooms.lobby.a",
    "rooms.lobby, rooms.LOBBY",
    "rooms.lobby, alerts.lobby",
    "rooms.*, rooms.a.b",
    "rooms.*, roomsa.b",
    "*, rooms.a",
    "rooms, rooms.a",
    "rooms.*.*, rooms.a",
    "rooms.*.**, rooms.a",
    "rooms.a.**, rooms.a",
    "rooms.a.**, rooms.b.c",
    "*.*.**, rooms.a",
  })
  void aPatternGrantsNothingElse(String pattern, String channel) {
    assertThat(grants(pattern).maySubscribe(named(channel))).isFalse();
    assertThat(grants(pattern).mayPublish(named(channel))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "rooms.",
        ".lobby",
        "rooms..a",
        "rooms.a*",
        "rooms.*a",
        "rooms.***",
        "**.lobby",
        "rooms.**.a",
        "*a.b"
      })
  void whatIsNoPatternMakesTheTokenBad(String pattern) {
    VERIFYING.refuses(token("[\"rooms.a\",\"" + pattern + "\"]"));
  }

  @Test
  void oneOfManyPatternsIsEnough() {
    Grants grants = VERIFYING.accepts(token("[\"rooms.a\",\"rooms.b\",\"alerts.**\"]")).grants();

    assertThat(grants.maySubscribe(named("rooms.b"))).isTrue();
    assertThat(grants.maySubscribe(named("alerts.x.y"))).isTrue();
    assertThat(grants.maySubscribe(named("rooms.c"))).isFalse();
  }

  @Test
  void toSubscribeAndToPublishAreTwoThings() {
    String claim = ",\"channels\":{\"subscribe\":[\"rooms.*\"],\"publish\":[\"rooms.lobby\"]}";
    Grants grants = VERIFYING.accepts(HandmadeToken.of(HandmadeToken.claims(claim))).grants();

    assertThat(grants.maySubscribe(named("rooms.other"))).isTrue();
    assertThat(grants.mayPublish(named("rooms.other"))).isFalse();
    assertThat(grants.mayPublish(named("rooms.lobby"))).isTrue();
  }

  private static Grants grants(String pattern) {
    return VERIFYING.accepts(token("[\"" + pattern + "\"]")).grants();
  }

  private static String token(String patterns) {
    return HandmadeToken.of(
        HandmadeToken.claims(
            ",\"channels\":{\"subscribe\":" + patterns + ",\"publish\":" + patterns + "}"));
  }

  private static ChannelName named(String text) {
    return ChannelName.parse(text).orElseThrow();
  }
}
