package dev.parley.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders as nodes of several versions write and read them. */
class OrderFormatTests {

  @Test
  void kickIsWrittenAsOtherVersionsKnowIt() {
    assertThat(OrderFormat.write(new Order.Kick("alice"))).isEqualTo("1\nkick\nalice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "a", "Jörg Ångström", "日本 😀", "a:b\\c/d", " ", "1", "kick"})
  void nameComesBackAsItWas(String user) {
    Order order = new Order.Kick(user);

    assertThat(OrderFormat.read(OrderFormat.write(order))).contains(order);
  }

  @Test
  void longestNameFits() {
    Order order = new Order.Kick("日".repeat(128));

    assertThat(OrderFormat.read(OrderFormat.write(order))).contains(order);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "1",
        "1\n",
        "1\nkick",
        "1\nkick\n",
        "1\nkick\nserver",
        "1\nkick\nalice\n",
        "1\nkick\nalice\nbob",
        "1\nkick\ral\u0000ice",
        "1\nkick\na\tb",
        "1\nKICK\nalice",
        " 1\nkick\nalice",
        "1\nkick \nalice",
        "1\r\nkick\r\nalice",
        "2\nkick\nalice",
        "1\nrevoke\nalice",
        "{\"kick\":\"alice\"}",
      })
  void whatIsNotAnOrderOfThisVersionIsNone(String text) {
    assertThat(OrderFormat.read(text)).isEmpty();
  }

  @Test
  void tooLongATextIsNone() {
    assertThat(OrderFormat.read("1\nkick\n" + "a".repeat(129))).isEmpty();
    assertThat(OrderFormat.read("1\nkick\n" + "a".repeat(10_000_000))).isEmpty();
    assertThat(OrderFormat.read("\n".repeat(10_000_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "server", "a\nb", "a\u007fb", "\ud800"})
  void nobodyThatCannotBeIsKicked(String user) {
    assertThatThrownBy(() -> new Order.Kick(user)).isInstanceOf(IllegalArgumentException.class);
  }
}
