package dev.parley.loadtest.history;

/**
 * One MESSAGE as it reached a subscription.
 *
 * @param key what its publisher called it; {@link Keys#UNKNOWN} where the body names no key
 * @param timestamp the header, epoch ms
 * @param gap whether it was marked {@code gap:true}
 * @param at when it arrived, ms of the history
 */
public record Delivery(Place place, long key, long timestamp, boolean gap, long at) {

  @Override
  public String toString() {
    return place + " " + Keys.text(key) + (gap ? " gap" : "");
  }
}
