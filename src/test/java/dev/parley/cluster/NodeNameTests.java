package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeNameTests {

  @Test
  void lifeChangesAndTheAddressDoesNot() {
    NodeName first = NodeName.first("chat-0.example.org");
    assertThat(first.next().address()).isEqualTo(first.address());
    assertThat(first.next()).isNotEqualTo(first);
    assertThat(NodeName.addressOf(first.next().toString())).isEqualTo(first.address());
    assertThat(NodeName.addresses(List.of(first.toString(), first.next().toString())))
        .containsExactly(first.address());
  }

  @Test
  void startsOfOneNodeDifferAndShowItsId() {
    NodeName first = NodeName.first("chat-0.example.org");
    assertThat(NodeName.first("chat-0.example.org")).isNotEqualTo(first);
    assertThat(NodeName.nodeIdOf(first.address())).isEqualTo("chat-0.example.org");
  }

  @Test
  void nodeIdCannotBreakKeys() {
    assertThat(NodeName.first("a~b}{:ü c").toString()).matches("a-b-----c\\.[0-9a-z]+~1");
  }

  @Test
  void leaseIsRenewedOftenEnough() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(
            () ->
                new LeaseTimes(
                    second.multipliedBy(4), second.multipliedBy(2), second, second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new LeaseTimes(
                    second.multipliedBy(4), second, second.multipliedBy(2), second, second))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
