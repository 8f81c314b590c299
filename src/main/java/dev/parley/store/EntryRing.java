package dev.parley.store;

import dev.parley.channel.Entry;
import java.util.Optional;

/**
 * Consecutive entries, found by number without a search; grows with its content, so that a channel
 * with room for a thousand messages and one message in it costs one message.
 */
final class EntryRing {

  private Entry[] slots = new Entry[0];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  Entry first() {
    return slots[head];
  }

  /** The entry's number is one more than that of the last. */
  void add(Entry entry) {
    if (size == slots.length) {
      grow();
    }
    slots[(head + size) % slots.length] = entry;
    size++;
  }

  @SuppressWarnings("NullAway") // an empty slot is never read
  void removeFirst() {
    slots[head] = null;
    head = (head + 1) % slots.length;
    size--;
    if (size == 0) {
      slots = new Entry[0];
      head = 0;
    }
  }

  Optional<Entry> at(long number) {
    if (isEmpty()) {
      return Optional.empty();
    }
    long offset = number - first().number();
    return offset < 0 || offset >= size
        ? Optional.empty()
        : Optional.of(slots[(head + (int) offset) % slots.length]);
  }

  private void grow() {
    Entry[] larger = new Entry[Math.max(4, slots.length * 2)];
    for (int i = 0; i < size; i++) {
      larger[i] = slots[(head + i) % slots.length];
    }
    slots = larger;
    head = 0;
  }
}
