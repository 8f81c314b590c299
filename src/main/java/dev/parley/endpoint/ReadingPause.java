package dev.parley.endpoint;

/**
 * Whether a connection may read on. A read that was put off while paused is owed, and made good
 * once when the pause ends.
 */
final class ReadingPause {

  private boolean paused;
  private boolean owed;

  /** True: read on now. False: the read is owed. */
  synchronized boolean mayRead() {
    owed = paused;
    return !paused;
  }

  /** True: the pause is over and a read is owed, to be made now. */
  synchronized boolean pause(boolean pause) {
    paused = pause;
    boolean due = !pause && owed;
    if (due) {
      owed = false;
    }
    return due;
  }
}
