package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserNamesTests {

  @ParameterizedTest
  @ValueSource(strings = {"a", "alice@example.org", "a/b", "Jürgen Groß", "🦜", " ", "Server", "*"})
  void mostTextIsAUser(String user) {
    assertThat(UserNames.isValid(user)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "server", "a\nb", "a\rb", "a\0", "a\tb", "\u007f", "\u0085", "\ud83e", "\udd9c"
      })
  void someTextIsNot(String user) {
    assertThat(UserNames.isValid(user)).isFalse();
  }

  @Test
  void aUserHas128CharactersAtMost() {
    assertThat(UserNames.isValid("a".repeat(128))).isTrue();
    assertThat(UserNames.isValid("a".repeat(129))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "A-z_09, A-z_09",
    "a.b, a~2eb",
    "a~b, a~7eb",
    "a/b, a~2fb",
    "ü, ~c3~bc",
    "🦜, ~f0~9f~a6~9c",
  })
  void aChannelNameHasEachOtherByteInHex(String user, String written) {
    assertThat(UserNames.inChannelName(user)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"alice, alice", "a.b@c, a.b@c", "a/b/c, a%2Fb%2Fc", "ü, ü"})
  void aDestinationHasTheUserPlainButTheSlash(String user, String written) {
    assertThat(UserNames.inDestination(user)).isEqualTo(written);
    assertThat(UserNames.fromDestination(written)).isEqualTo(user);
  }
}
