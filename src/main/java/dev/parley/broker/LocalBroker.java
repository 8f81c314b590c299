package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reaches the nodes of this process, which is one outside of tests: a call, on the sender's thread.
 * Loses nothing; two senders may overtake each other.
 */
public final class LocalBroker implements Broker {

  private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> start(String address, Receiver receiver) {
    receivers.put(address, receiver);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void send(Set<String> addresses, ChannelName channel, List<Entry> entries) {
    for (String address : addresses) {
      Receiver receiver = receivers.get(address);
      if (receiver != null) {
        receiver.arrived(channel, entries);
      }
    }
  }
}
