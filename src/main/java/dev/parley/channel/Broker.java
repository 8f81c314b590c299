package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.List;
import java.util.Set;

/**
 * How messages reach the nodes that want them. It may lose, double and reorder: the log has the
 * truth, and each node repairs what it misses; the broker is there so that nobody has to poll.
 */
public interface Broker {

  /** Takes what arrives for this node; called on any thread, must not block. */
  interface Receiver {
    void arrived(ChannelName channel, List<Entry> entries);
  }

  /** Begins to pass on to {@code receiver} what is sent to {@code node}. */
  void start(String node, Receiver receiver);

  /** Sends to each of the nodes, this one included; never blocks. */
  void send(Set<String> nodes, ChannelName channel, List<Entry> entries);
}
