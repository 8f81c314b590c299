package dev.parley.order;

import java.util.concurrent.atomic.LongAdder;

/** What became of the orders that arrived at this node since it started. */
public final class OrderTally {

  /** Done. */
  public final LongAdder obeyed = new LongAdder();

  /** Not orders, or of a version that this node does not know. */
  public final LongAdder unknown = new LongAdder();

  /** Tried in vain. */
  public final LongAdder failed = new LongAdder();

  /** How often orders were gone before this node, which was cut off, could read them. */
  public final LongAdder missed = new LongAdder();
}
