package dev.parley.loadtest.history;

/**
 * What the run did to the service, as far as it excuses what clients saw.
 *
 * @param losses how often the store was killed, flushed or failed over: new epochs may come, and
 *     what an old one had may be gone
 * @param nodesMayVanish nodes were killed or cut off from the store, so that who stayed may have
 *     left for others
 * @param retained messages that each channel's log keeps at least
 */
public record Expectations(int losses, boolean nodesMayVanish, int retained) {

  /** Nothing was done to the service, so everything is to be there. */
  public static Expectations ofHealthy(int retained) {
    return new Expectations(0, false, retained);
  }

  boolean storeMayLose() {
    return losses > 0;
  }

  /**
   * Epochs that a channel may have had. A loss brings two at the most: one that is named to who
   * joins the empty channel, and one for its first message where a node remembers others.
   */
  long mostEpochs() {
    return 1 + 2L * losses;
  }
}
