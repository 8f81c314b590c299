package dev.parley.channel;

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
}
