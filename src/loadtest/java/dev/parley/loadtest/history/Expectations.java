package dev.parley.loadtest.history;

/**
 * What the run did to the service, as far as it excuses what clients saw.
 *
 * @param storeMayLose the store was killed, flushed or failed over: a new epoch may come and what
 *     an old one had may be gone
 * @param nodesMayVanish nodes were killed or cut off from the store, so that who stayed may have
 *     left for others
 * @param retained messages that each channel's log keeps at least
 */
public record Expectations(boolean storeMayLose, boolean nodesMayVanish, int retained) {

  /** Nothing was done to the service, so everything is to be there. */
  public static Expectations ofHealthy(int retained) {
    return new Expectations(false, false, retained);
  }
}
