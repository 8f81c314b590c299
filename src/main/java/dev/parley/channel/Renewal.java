package dev.parley.channel;

import dev.parley.protocol.MessageId;

/**
 * A channel goes on in another log: the store lost what it had, or fell back to a copy that missed
 * the newest, and numbers may have been given a second time.
 *
 * @param end the end of the new log, in its epoch
 * @param known up to which number both logs are the same, as far as anybody here can know
 * @param lossless whether nobody here was told of anything beyond that
 */
record Renewal(MessageId end, long known, boolean lossless) {

  /**
   * What the answer of a store means that was asked for what follows {@code place}.
   *
   * @param arrived the lowest number that has arrived of the new epoch
   */
  static Renewal of(MessageId place, Joined joined, long arrived) {
    // A feed that begins again with a snapshot calls any place recovered.
    boolean lossless = joined.recovered() && joined.after() == place.number();
    return new Renewal(joined.end(), Math.min(joined.after(), arrived - 1), lossless);
  }

  /** Where somebody goes on who was at {@code number} of the former log. */
  long placeOf(long number) {
    return lossless ? number : Math.min(number, known);
  }
}
