package dev.parley.channel;

/**
 * Owns the outgoing side of some of this node's sockets: what it runs, it runs one at a time and in
 * the order given, so that nothing it owns needs a lock. A message for a thousand sockets of a lane
 * is one hand-over.
 */
public interface Lane {

  /**
   * Runs the task after all that were given before, perhaps before this call returns.
   *
   * @param writes about how many sockets the task writes to; a small task may run on the caller's
   *     thread, because a hand-over costs more than the write
   */
  void run(Runnable task, int writes);

  /**
   * The task that runs has given a message to sockets, one or many: how long it was on its way is
   * told when the lane has written all it was given until now. In the lane only.
   *
   * @param since when it arrived or was logged, {@link System#nanoTime}
   */
  default void delivered(long since) {
    // Who owns no sockets writes nothing.
  }
}
