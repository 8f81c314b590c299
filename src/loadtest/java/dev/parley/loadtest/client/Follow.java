package dev.parley.loadtest.client;

import dev.parley.loadtest.history.Place;
import dev.parley.loadtest.history.SubscriptionLog;
import java.util.Optional;

/** The wish to follow a channel, and how far it was followed; it outlives connections. */
final class Follow {

  private final String channel;
  private final String first;
  private Optional<Place> last = Optional.empty();
  private Optional<SubscriptionLog> log = Optional.empty();

  /** Whether the client wants it now; the place is kept either way. */
  boolean wanted = true;

  /** Of the subscription in the present session; empty where there is none. */
  String id = "";

  /**
   * @param first where to begin before anything was seen: {@code last:{n}}, a message-id or nothing
   */
  Follow(String channel, String first) {
    this.channel = channel;
    this.first = first;
  }

  String channel() {
    return channel;
  }

  /** The {@code since} to ask for; empty: live only. */
  String since() {
    return last.map(Place::toString).orElse(first);
  }

  void subscribing(String subscriptionId, SubscriptionLog subscription) {
    id = subscriptionId;
    log = Optional.of(subscription);
  }

  /** From the RECEIPT on the client has a place, even if nothing is said before it is cut off. */
  void begun(SubscriptionLog of, Place end) {
    if (isPresent(of) && last.isEmpty() && first.isEmpty()) {
      last = Optional.of(end);
    }
  }

  void delivered(SubscriptionLog of, Place place) {
    if (isPresent(of)) {
      last = Optional.of(place);
    }
  }

  /** A former session may still be read while the next one has begun. */
  private boolean isPresent(SubscriptionLog of) {
    return log.filter(present -> present.equals(of)).isPresent();
  }

  /** Whether nothing was ever asked for it. */
  boolean isNew() {
    return log.isEmpty();
  }

  Optional<SubscriptionLog> log() {
    return log;
  }
}
