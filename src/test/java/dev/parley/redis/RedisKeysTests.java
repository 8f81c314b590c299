package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTests {

  private static final RedisKeys KEYS = new RedisKeys("parley");

  @Test
  void whatHasOneTagIsInOneSlotWhateverElseStandsInTheName() {
    int slot = SlotHash.getSlot(KEYS.of("rooms.lobby", "meta"));
    assertThat(SlotHash.getSlot(KEYS.of("rooms.lobby", "key:mallory} {x} k"))).isEqualTo(slot);
    assertThat(SlotHash.getSlot(new RedisKeys("other").of("rooms.lobby", "log"))).isEqualTo(slot);
    assertThat(SlotHash.getSlot(KEYS.of("rooms.attic", "meta"))).isNotEqualTo(slot);
  }

  @Test
  void keyOfASlotIsInThatSlotAndTheSameForAllItsTags() {
    for (int i = 0; i < 20_000; i++) {
      byte[] shared = KEYS.ofSlotOf("rooms." + i, "salt");
      assertThat(SlotHash.getSlot(shared)).isEqualTo(SlotHash.getSlot("rooms." + i));
    }
    // "0" is the smallest number in its slot, and so its tag.
    assertThat(RedisKeys.text(KEYS.ofSlotOf("0", "salt"))).isEqualTo("parley:{0}:salt");
  }

  @Test
  void kindNamesNeitherChannelNorUser() {
    assertThat(RedisKeys.kindOf(KEYS.of("inbox.alice", "key:alice}:k1"))).isEqualTo("key");
    assertThat(RedisKeys.kindOf(KEYS.of("rooms.lobby", "log"))).isEqualTo("log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a{b", "a}b", "a b", "ä"})
  void prefixThatCouldMeetAnotherIsRefused(String prefix) {
    assertThatThrownBy(() -> new RedisKeys(prefix)).hasMessageContaining("parley.store.prefix");
  }
}
