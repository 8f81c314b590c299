package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reaches the nodes of this process, which is one outside of tests: a call, on the sender's thread.
 * Loses nothing; two senders may overtake each other.
 */
public final class LocalBroker implements Broker {

  private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

  @Override
  public void start(String node, Receiver receiver) {
    receivers.put(node, receiver);
  }

  @Override
  public void send(Set<String> nodes, ChannelName channel, List<Entry> entries) {
    for (String node : nodes) {
      Receiver receiver = receivers.get(node);
      if (receiver != null) {
        receiver.arrived(channel, entries);
      }
    }
  }
}
