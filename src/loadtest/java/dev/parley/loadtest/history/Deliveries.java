package dev.parley.loadtest.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of one subscription in the order they came, 32 bytes each, so that a long run fits
 * into memory. Added by one thread, read by any.
 */
public final class Deliveries {

  private static final int LONGS = 4;

  /**
   * Of the fourth long: bit 0 the gap mark, then the time, above it the epoch's place in a list.
   */
  private static final int TIME_BITS = 47;

  private final List<String> epochs = new ArrayList<>(1);
  private long[] longs = new long[LONGS];
  private int size;

  synchronized void add(Delivery delivery) {
    int at = LONGS * size;
    if (at == longs.length) {
      longs = Arrays.copyOf(longs, longs.length + Math.max(8, size / 2) * LONGS);
    }
    longs[at] = delivery.place().number();
    longs[at + 1] = delivery.key();
    longs[at + 2] = delivery.timestamp();
    longs[at + 3] =
        (long) epoch(delivery.place().epoch()) << (TIME_BITS + 1)
            | delivery.at() << 1
            | (delivery.gap() ? 1 : 0);
    size++;
  }

  public synchronized int size() {
    return size;
  }

  public synchronized Delivery get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    int at = LONGS * index;
    long rest = longs[at + 3];
    String epoch = epochs.get((int) (rest >>> (TIME_BITS + 1)));
    long time = rest >>> 1 & ((1L << TIME_BITS) - 1);
    return new Delivery(
        new Place(epoch, longs[at]), longs[at + 1], longs[at + 2], (rest & 1) == 1, time);
  }

  private int epoch(String epoch) {
    int known = epochs.indexOf(epoch);
    if (known >= 0) {
      return known;
    }
    epochs.add(epoch);
    return epochs.size() - 1;
  }
}
