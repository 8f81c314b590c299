package dev.parley.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.identity.Revocation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders as nodes of several versions write and read them. */
class OrderFormatTests {

  @Test
  void kickIsWrittenAsOtherVersionsKnowIt() {
    assertThat(OrderFormat.write(new Order.Kick("alice"))).isEqualTo("1\nkick\nalice");
  }

  @Test
  void revocationsAreWrittenAsOtherVersionsKnowThem() {
    Instant until = Instant.ofEpochMilli(1_900_000_000_123L);
    Order user = new Order.Revoke(Revocation.ofUser("alice", until));
    Order token = new Order.Revoke(Revocation.ofToken("a b", until));

    assertThat(OrderFormat.write(user)).isEqualTo("1\nrevoke-user\nalice\n1900000000123");
    assertThat(OrderFormat.write(token)).isEqualTo("1\nrevoke-token\na b\n1900000000123");
    assertThat(OrderFormat.read(OrderFormat.write(user))).contains(user);
    assertThat(OrderFormat.read(OrderFormat.write(token))).contains(token);
  }

  @Test
  void longestTokenIdFits() {
    Order order = new Order.Revoke(Revocation.ofToken("日".repeat(255), Instant.EPOCH));

    assertThat(OrderFormat.read(OrderFormat.write(order))).contains(order);
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
        "1\nrevoke-user\nalice",
        "1\nrevoke-user\nserver\n1",
        "1\nrevoke-user\nalice\n-1",
        "1\nrevoke-user\nalice\nsoon",
        "1\nrevoke-user\nalice\n1\n1",
        "1\nrevoke-token\n\n1",
        "1\nrevoke-token\na\n9999999999999999999",
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
