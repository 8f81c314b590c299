package dev.parley.channel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What the channels of this node have done since it started. */
public final class Tally {

  /** Messages handed to subscriptions, replayed ones included. */
  public final LongAdder delivered = new LongAdder();

  /** Messages handed to subscriptions from the log. */
  public final LongAdder replayed = new LongAdder();

  /** Messages that the broker did not bring and the log did. */
  public final LongAdder repaired = new LongAdder();

  /** How often the store was asked where a channel stands that somebody listens to here. */
  public final LongAdder compared = new LongAdder();

  /** How often a channel went on in another log, because its own was lost or cut off. */
  public final LongAdder renewed = new LongAdder();

  private final Map<PublishOutcome, LongAdder> published =
      new EnumMap<>(
          Map.of(
              PublishOutcome.LOGGED, new LongAdder(),
              PublishOutcome.DUPLICATE, new LongAdder(),
              PublishOutcome.REFUSED, new LongAdder(),
              PublishOutcome.UNAVAILABLE, new LongAdder()));

  public void published(PublishOutcome outcome, int count) {
    adder(outcome).add(count);
  }

  /** How many publications ended like this; those to the service's own channels are none. */
  public long published(PublishOutcome outcome) {
    return adder(outcome).sum();
  }

  private LongAdder adder(PublishOutcome outcome) {
    return Objects.requireNonNull(published.get(outcome));
  }
}
