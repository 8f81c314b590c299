package dev.parley.session;

import java.util.Arrays;

/**
 * The messages that a lane's sessions have got and that were not flushed yet. Sessions are flushed
 * in the order in which they got something first, so that a message is written once as many were
 * flushed as waited when it came. Nothing is made for a message, because there are very many.
 * Touched in the lane only.
 */
final class Unwritten {

  private static final int ROOM = 16;

  private final DeliveryTimes times;

  /** Rings of the same length: when each message arrived, and after how many flushes it is out. */
  private long[] since = new long[ROOM];

  private long[] due = new long[ROOM];
  private int first;
  private int size;
  private long flushed;

  Unwritten(DeliveryTimes times) {
    this.times = times;
  }

  /**
   * A message was given to sessions.
   *
   * @param unflushed how many wait to be flushed; none: it is written already
   */
  void add(long arrived, int unflushed) {
    if (unflushed == 0) {
      times.took(System.nanoTime() - arrived);
      return;
    }
    if (size == since.length) {
      grow();
    }
    int place = (first + size++) & (since.length - 1);
    since[place] = arrived;
    due[place] = flushed + unflushed;
  }

  /** So many sessions were flushed, of those that waited longest. */
  void flushed(int sessions) {
    flushed += sessions;
    if (size == 0 || due[first] > flushed) {
      return;
    }
    long now = System.nanoTime();
    do {
      times.took(now - since[first]);
      first = (first + 1) & (since.length - 1);
      size--;
    } while (size > 0 && due[first] <= flushed);
  }

  private void grow() {
    since = unrolled(since);
    due = unrolled(due);
    first = 0;
  }

  private long[] unrolled(long[] ring) {
    long[] larger = Arrays.copyOfRange(ring, first, first + 2 * ring.length);
    System.arraycopy(ring, 0, larger, ring.length - first, first);
    return larger;
  }
}
