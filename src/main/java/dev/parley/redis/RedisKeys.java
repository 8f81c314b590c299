package dev.parley.redis;

import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;

/**
 * The names of our keys: {@code {prefix}:{{tag}}:{kind}}. What has one tag is in one hash slot, so
 * that a script may use it together.
 *
 * @param prefix {@code parley.store.prefix}: clusters with different ones do not meet on one Redis
 */
public record RedisKeys(String prefix) {

  private static final String PREFIX = "[A-Za-z0-9._-]{1,64}";

  /** Stands between a tag and what kind of key it is; in no tag of ours. */
  private static final String END_OF_TAG = "}:";

  public RedisKeys {
    if (!prefix.matches(PREFIX)) {
      throw new IllegalArgumentException("parley.store.prefix has to match " + PREFIX);
    }
  }

  /**
   * The name of a key that scripts may use together with others of the same tag.
   *
   * @param tag a channel or another name of ours; without braces
   * @param kind what is kept, such as {@code log}; a colon and further words may follow
   */
  public byte[] of(String tag, String kind) {
    return bytes(prefix + ":{" + tag + END_OF_TAG + kind);
  }

  /**
   * The name of a key that belongs to all tags of a slot: a script may use it with keys of this
   * tag, on a cluster too, and of every other tag in the same slot.
   */
  public byte[] ofSlotOf(String tag, String kind) {
    return of(SlotTags.of(SlotHash.getSlot(tag)), kind);
  }

  /** The name of a pub/sub channel, or of a key that no script uses together with another. */
  public String plain(String name) {
    return prefix + ':' + name;
  }

  /** What kind of key this is; may be logged, for it names no channel and no user. */
  static String kindOf(byte[] key) {
    String text = text(key);
    int end = text.indexOf(END_OF_TAG);
    String kind = end < 0 ? text.substring(text.indexOf(':') + 1) : text.substring(end + 2);
    int colon = kind.indexOf(':');
    return colon < 0 ? kind : kind.substring(0, colon);
  }

  static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }
}
