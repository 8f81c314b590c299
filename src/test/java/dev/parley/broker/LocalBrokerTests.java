package dev.parley.broker;

import dev.parley.channel.Broker;

class LocalBrokerTests extends BrokerContract {

  private final LocalBroker broker = new LocalBroker();

  @Override
  Broker brokerOf(String node) {
    return broker;
  }
}
