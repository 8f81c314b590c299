package dev.parley.cluster;

import java.time.Duration;

/**
 * How long a node is believed to live without a sign of life, and what hangs on that.
 *
 * @param lease a node is dead when its lease was not renewed for so long
 * @param renewal how often it is renewed; less than half of {@code lease}
 * @param look how often a node looks for dead ones
 * @param unbroken a node may sweep after its own lease was renewed without a break for so long
 * @param again how long after the first sweep of a name there is a second one, for late writes
 */
public record LeaseTimes(
    Duration lease, Duration renewal, Duration look, Duration unbroken, Duration again) {

  /** The members of a dead node are gone 15 s after its death at the latest. */
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(30));

  public LeaseTimes {
    if (renewal.compareTo(lease.dividedBy(2)) >= 0) {
      throw new IllegalArgumentException("a lease is renewed more than twice while it holds");
    }
    if (look.compareTo(renewal) > 0) {
      throw new IllegalArgumentException("a node looks at least as often as it renews");
    }
  }

  /** How long the mark of a primary is there though no node looks at it. */
  Duration mark() {
    return lease.multipliedBy(6);
  }

  /** How long a node has a dead name to itself, counted from its last look. */
  Duration claim() {
    return look.multipliedBy(5);
  }
}
