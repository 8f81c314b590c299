package dev.parley.redis;

import io.lettuce.core.cluster.SlotHash;

/** For each hash slot of a cluster, the smallest number that, as a tag, is in it. */
final class SlotTags {

  private static final String[] TAGS = find();

  private SlotTags() {}

  static String of(int slot) {
    return TAGS[slot];
  }

  private static String[] find() {
    String[] tags = new String[SlotHash.SLOT_COUNT];
    int found = 0;
    for (int number = 0; found < tags.length; number++) {
      String tag = Integer.toString(number);
      int slot = SlotHash.getSlot(tag);
      if (tags[slot] == null) {
        tags[slot] = tag;
        found++;
      }
    }
    return tags;
  }
}
