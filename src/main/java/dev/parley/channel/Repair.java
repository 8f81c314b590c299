package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the log what a sequence misses, one page after the other, one at a time. Where the
 * store is away, it is asked again and again. Touched in the edge's serial only.
 */
final class Repair {

  static final int PATIENCE_MILLIS = 30;
  private static final int PAGE = 256;

  private final ChannelName channel;
  private final Backlog backlog;
  private final ScheduledExecutorService timer;
  private final Serial serial;
  private final Sequence sequence;

  /** An alarm is set, or a page is asked for. */
  private boolean busy;

  Repair(
      ChannelName channel,
      Backlog backlog,
      ScheduledExecutorService timer,
      Serial serial,
      Sequence sequence) {
    this.channel = channel;
    this.backlog = backlog;
    this.timer = timer;
    this.serial = serial;
    this.sequence = sequence;
  }

  /** Reads in {@value #PATIENCE_MILLIS} ms what has not come by itself until then. */
  void soon() {
    if (!busy) {
      busy = true;
      var _ = timer.schedule(() -> serial.run(this::begin), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  void now() {
    if (!busy) {
      busy = true;
      read();
    }
  }

  private void begin() {
    if (sequence.isBehind()) {
      read();
    } else {
      busy = false;
    }
  }

  private void read() {
    int life = sequence.life();
    long logged = sequence.place().number();
    backlog
        .readAfter(channel, sequence.last(), PAGE)
        .whenComplete((page, failure) -> serial.run(() -> wasRead(life, logged, page)));
  }

  /**
   * @param page none: the store is away
   */
  private void wasRead(int life, long logged, @Nullable Page page) {
    busy = false;
    if (page == null || life != sequence.life()) {
      sequence.goOn();
    } else {
      sequence.wasRead(page, logged);
    }
  }
}
