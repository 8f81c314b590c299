package dev.parley.channel;

import dev.parley.protocol.MessageId;

/**
 * A channel goes on in another log: the store lost what it had, or fell back to a copy that missed
 * the newest, and numbers may have been given a second time.
 *
 * @param end the end of the new log, in its epoch
 * @param told the highest number of the former one that anybody here was told of
 * @param known after which number the store would have us go on: up to there both are the same, or
 *     nothing is kept any more
 * @param lossless whether all that was told is part of the new log, and what follows it is kept
 */
record Renewal(MessageId end, long told, long known, boolean lossless) {

  /**
   * What the answer of a store means that was asked for what follows {@code place}.
   *
   * @param kept whether the channel keeps messages; where it does not, none of the new log is
   *     behind anybody, whatever its end
   */
  static Renewal of(MessageId place, Joined joined, boolean kept) {
    // A feed that begins again with a snapshot calls any place recovered.
    boolean lossless = joined.recovered() && joined.after() == place.number();
    long known = kept ? joined.after() : 0;
    return new Renewal(joined.end(), place.number(), known, lossless);
  }

  /** Where somebody goes on who was at {@code number} of the former log. */
  long placeOf(long number) {
    return lossless ? number : Math.min(number, known);
  }

  /** After which number something is missing for somebody who goes on at {@code place}. */
  long missingAfter(long place) {
    return known <= told ? known : place;
  }
}
