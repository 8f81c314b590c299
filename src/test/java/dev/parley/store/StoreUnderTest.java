package dev.parley.store;

import dev.parley.channel.Retention;
import java.time.Duration;

/** What the contract needs of a store besides the store itself. */
interface StoreUnderTest {

  Duration WINDOW = Duration.ofMinutes(5);
  Retention FIVE = new Retention(5, Duration.ZERO);

  /** A channel of this test alone, the same during one test; keeps five messages. */
  TestLog log();

  /** A further channel of the same store; keeps five messages. */
  TestLog anotherLog();

  /** More time than a test takes, where the store's clock goes on by itself meanwhile. */
  Duration moment();

  /** Lets the store's time pass. */
  void pass(Duration time);

  /** Sets the store's clock back. */
  void turnBack(Duration time);

  /** Has the store throw away what it need not keep any longer. */
  void tidyUp(Retention retention);

  /** Whether the store keeps anything of the channel, a node's interest included. */
  boolean keeps(TestLog log);
}
