package dev.parley.channel;

import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;

/**
 * A message in its channel.
 *
 * @param id its place
 * @param timestamp epoch milliseconds, set by the store; never runs backwards within a channel
 * @param tail what every subscriber gets, encoded once
 */
public record Entry(MessageId id, long timestamp, Tail tail) {

  public long number() {
    return id.number();
  }
}
