package dev.parley.redis;

import java.util.concurrent.ScheduledExecutorService;

/** What those who keep connections need, and whom they tell. */
interface Keeper {

  /** Must not be blocked. */
  ScheduledExecutorService timer();

  void connected(Primary primary, Link link);

  /** It is tried again. */
  void notConnected(String host, Throwable failure);

  /** Which primary has what may have changed. */
  void lost();
}
