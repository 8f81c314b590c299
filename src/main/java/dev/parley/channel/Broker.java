package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * How messages reach the nodes that want them. It may lose, double and reorder: the log has the
 * truth, and each node repairs what it misses; the broker is there so that nobody has to poll.
 */
public interface Broker {

  /** Takes what arrives for this node; called on any thread, must not block. */
  interface Receiver {
    void arrived(ChannelName channel, List<Entry> entries);

    /** The address had gone and is back: what was sent to it meanwhile may be lost. */
    default void interrupted() {}
  }

  /**
   * Begins to pass on to {@code receiver} what is sent to {@code address}, which is this node's own
   * and new at every start. The answer comes once the address is confirmed, however long that
   * takes: a broker that is away is tried again and again.
   */
  CompletionStage<Void> start(String address, Receiver receiver);

  /** Sends to each of the addresses, this node's included; never blocks, and never fails. */
  void send(Set<String> addresses, ChannelName channel, List<Entry> entries);
}
