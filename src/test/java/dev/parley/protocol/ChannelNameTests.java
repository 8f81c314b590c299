package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTests {

  @ParameterizedTest
  @CsvSource({
    "rooms.lobby, rooms, lobby",
    "r.x, r, x",
    "a-1-.~, a-1-, ~",
    "rooms.a.b.c, rooms, a.b.c",
    "rooms.a..b, rooms, a..b",
    "rooms.A-Z_az~09, rooms, A-Z_az~09",
  })
  void aNameIsANamespaceADotAndTheRest(String text, String namespace, String name) {
    assertThat(ChannelName.parse(text)).contains(new ChannelName(namespace, name));
    assertThat(new ChannelName(namespace, name)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "rooms",
        "rooms.",
        ".lobby",
        "rooms..lobby",
        "rooms.lobby.",
        "Rooms.lobby",
        "1rooms.lobby",
        "-rooms.lobby",
        "ro_oms.lobby",
        "rooms.*",
        "rooms.**",
        "rooms.#",
        "rooms.a b",
        "rooms.a/b",
        "rooms.a%2Fb",
        "rooms.ä",
        "rooms.a\n",
        "rooms.\0",
      })
  void whatIsNoNameIsRefused(String text) {
    assertThat(ChannelName.parse(text)).isEmpty();
  }

  @Test
  void bothPartsHaveALongest() {
    assertThat(ChannelName.parse("n".repeat(32) + "." + "a".repeat(128))).isPresent();
    assertThat(ChannelName.parse("n".repeat(33) + ".a")).isEmpty();
    assertThat(ChannelName.parse("n." + "a".repeat(129))).isEmpty();
  }

  @Test
  void theConstructorRefusesWhatCannotBeAName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ChannelName("rooms", "a/b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new ChannelName("Rooms", "a"));
  }

  @Test
  void theInboxOfAnyUserHasAName() {
    assertThat(ChannelName.inboxOf("alice")).hasToString("inbox.alice");
    assertThat(ChannelName.inboxOf("a.b@c.org")).hasToString("inbox.a~2eb~40c~2eorg");
    assertThat(ChannelName.inboxOf("€".repeat(128)).name()).hasSize(128 * 9);
  }

  @Test
  void theInboxOfAnyUserCanBeReadBack() {
    ChannelName longest = ChannelName.inboxOf("€".repeat(128));

    assertThat(ChannelName.parse(longest.toString())).contains(longest);
    assertThat(ChannelName.parse(longest + "a")).isEmpty();
  }

  @Test
  void thePresenceOfTheLongestChannelHasAName() {
    ChannelName longest = new ChannelName("n".repeat(32), "a".repeat(128));

    assertThat(ChannelName.presenceOf(longest)).hasToString("presence." + longest);
  }
}
