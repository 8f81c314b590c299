package dev.parley.channel;

/** One thing that happens in a rehearsal; whatever it names that is not there, it passes over. */
sealed interface Step {

  /**
   * A batch of so many messages. The first has that idempotency key, the next ones the following.
   *
   * @param key 0: none has a key
   */
  record Publish(int node, int messages, int key) implements Step {}

  /** Ends what subscription the client has, and begins another. */
  record Subscribe(int client, int node, Place place, int distance) implements Step {}

  record Unsubscribe(int client) implements Step {}

  /** There is room for so many messages on the client's connection. */
  record Room(int client, int messages) implements Step {}

  record Pass(int millis) implements Step {}

  /** What becomes of one of the messages that the broker carries. */
  record Carry(Fate fate, int flight) implements Step {}

  /** What becomes of the next call of a node to the store. */
  record Store(Reply reply, int node) implements Step {}

  /** The lane does its next task. */
  record Turn(int lane) implements Step {}

  /** A replica takes over that missed so many messages; many: everything is lost. */
  record FailOver(int missed) implements Step {}

  /** The store tells nobody anything any more, until they ask for it. */
  record LoseInterest() implements Step {}

  /** The node takes another name. */
  record Move(int node) implements Step {}

  /** What is under way to the node is lost, and it is told so. */
  record Interrupt(int node) implements Step {}

  record Compare(int node) implements Step {}

  /** Where a subscription begins, as far as the client can name it. */
  enum Place {
    NOW,
    LAST,
    SEEN,
    BEFORE_SEEN,
    BEYOND_SEEN,
    ELSEWHERE
  }

  enum Fate {
    ARRIVES,
    ARRIVES_AND_STAYS,
    IS_LOST
  }

  enum Reply {
    WORKS,
    ANSWERS,
    FAILS
  }
}
