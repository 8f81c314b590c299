package dev.parley.session;

import dev.parley.channel.Lane;

/** A lane as the sessions see that it owns. */
public interface SocketLane extends Lane {

  /** Has the session flushed before the lane rests; in the lane only. */
  void unflushed(Session session);

  /** Whether the task that runs may write by itself, and now; in the lane only. */
  boolean grantsWrite();
}
