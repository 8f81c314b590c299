package dev.parley.cluster.chaos;

/** What can be done to a cluster, to what of it, and for how long. */
enum Deed {
  /** SIGKILL; started again at the end. */
  KILL_NODE(Victim.NODE, 2000, 8000),
  /** SIGSTOP for less than the lease of a node. */
  PAUSE_NODE(Victim.NODE, 500, 6000),
  /** SIGSTOP for so long that the others take it for dead. */
  PAUSE_NODE_BEYOND_LEASE(Victim.NODE, 12_000, 20_000),
  /** The connections of one node to Redis break, and no new ones stand. */
  CUT_REDIS_OFF(Victim.NODE, 500, 6000),
  /** The same until its lease is over. */
  CUT_REDIS_OFF_BEYOND_LEASE(Victim.NODE, 12_000, 18_000),
  /** The connections stay, and nothing passes until the end; then all of it. */
  TEAR_REDIS_OFF(Victim.NODE, 500, 6000),
  SLOW_REDIS_DOWN(Victim.NODE, 2000, 8000),
  CUT_BROKER_OFF(Victim.NODE, 500, 8000),
  TEAR_BROKER_OFF(Victim.NODE, 500, 8000),
  SLOW_BROKER_DOWN(Victim.NODE, 2000, 8000),
  /** SIGKILL; started again at the end. */
  RESTART_BROKER(Victim.BROKER, 500, 5000),
  PAUSE_BROKER(Victim.BROKER, 1000, 8000),
  PAUSE_REDIS(Victim.REDIS, 500, 6000),
  /** Until every lease is over. */
  PAUSE_REDIS_BEYOND_LEASE(Victim.REDIS, 12_000, 16_000),
  /** SIGKILL; started again at the end, empty. */
  LOSE_REDIS(Victim.REDIS, 200, 4000),
  /** The replica is cut off, misses what is said meanwhile, and is the primary at the end. */
  FAIL_OVER(Victim.REDIS, 500, 3000),
  /** SIGKILL; Sentinel finds out and promotes the replica, and it is a replica itself then. */
  KILL_PRIMARY(Victim.REDIS, 3000, 3500),
  /** Sentinel is told to change them over. */
  CHANGE_OVER(Victim.REDIS, 500, 1000);

  /** What cannot suffer two deeds at a time. */
  enum Victim {
    NODE,
    REDIS,
    BROKER
  }

  private final Victim victim;
  private final int least;
  private final int most;

  Deed(Victim victim, int least, int most) {
    this.victim = victim;
    this.least = least;
    this.most = most;
  }

  Victim victim() {
    return victim;
  }

  int leastMillis() {
    return least;
  }

  int mostMillis() {
    return most;
  }

  /** Whether what was accepted may be gone afterwards. */
  boolean loses() {
    return switch (this) {
      case LOSE_REDIS, FAIL_OVER, KILL_PRIMARY, CHANGE_OVER -> true;
      default -> false;
    };
  }
}
