package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A broker in the middle of which one can lose, double, delay and reorder. */
final class ShakyBroker implements Broker {

  private record Flight(String node, ChannelName channel, List<Entry> entries) {}

  private final List<Flight> flights = new ArrayList<>();
  private final Broker broker;
  private boolean holding;

  ShakyBroker(Broker broker) {
    this.broker = broker;
  }

  /** From now on nothing arrives by itself. */
  void hold() {
    holding = true;
  }

  /** All that is under way arrives, and from now on everything at once. */
  void release() {
    holding = false;
    while (!flights.isEmpty()) {
      arrive(0);
    }
  }

  int underWay() {
    return flights.size();
  }

  void arrive(int flight) {
    pass(flights.remove(flight));
  }

  /** Arrives, and will once more. */
  void arriveAndStay(int flight) {
    pass(flights.get(flight));
  }

  void lose(int flight) {
    flights.remove(flight);
  }

  void loseAllTo(String address) {
    flights.removeIf(flight -> flight.node().equals(address));
  }

  void loseAll() {
    flights.clear();
  }

  @Override
  public CompletionStage<Void> start(String node, Receiver receiver) {
    return broker.start(node, receiver);
  }

  @Override
  public void send(Set<String> nodes, ChannelName channel, List<Entry> entries) {
    for (String node : nodes.stream().sorted().toList()) {
      Flight flight = new Flight(node, channel, entries);
      if (holding) {
        flights.add(flight);
      } else {
        pass(flight);
      }
    }
  }

  private void pass(Flight flight) {
    broker.send(Set.of(flight.node()), flight.channel(), flight.entries());
  }
}
