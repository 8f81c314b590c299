package dev.parley.presence;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Delivers when it is told to, in any order, sometimes twice and sometimes not at all. */
final class ShakyBroker implements Broker {

  private final Map<String, Receiver> receivers = new HashMap<>();
  private final List<Runnable> underWay = new ArrayList<>();
  private final List<Entry> sent = new ArrayList<>();
  private final RandomGenerator random;
  private boolean healed;

  ShakyBroker(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public CompletionStage<Void> start(String node, Receiver receiver) {
    receivers.put(node, receiver);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void send(Set<String> nodes, ChannelName channel, List<Entry> entries) {
    sent.addAll(entries);
    for (String node : nodes.stream().sorted().toList()) {
      Receiver receiver = receivers.get(node);
      int copies = healed ? 1 : random.nextInt(10) == 0 ? random.nextInt(2) * 2 : 1;
      for (int i = 0; receiver != null && i < copies; i++) {
        underWay.add(() -> receiver.arrived(channel, entries));
      }
    }
  }

  /** One of the messages under way arrives. */
  void deliverOne() {
    if (!underWay.isEmpty()) {
      underWay.remove(random.nextInt(underWay.size())).run();
    }
  }

  void deliverAll() {
    while (!underWay.isEmpty()) {
      deliverOne();
    }
  }

  /** What is under way never arrives. */
  void loseAll() {
    underWay.clear();
  }

  /** From now on nothing is lost by itself. */
  void heal() {
    healed = true;
  }

  /** Everything that was ever given to it, in that order. */
  List<Entry> sent() {
    return sent;
  }
}
