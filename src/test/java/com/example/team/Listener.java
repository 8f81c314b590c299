package com.example.team;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.messaging.AbstractSubProtocolEvent;

/** Hears Spring's events. */
@Component
public class Listener {

  /** An event, and whether it came on a virtual thread. */
  public record Heard(AbstractSubProtocolEvent event, boolean virtual, int basket) {}

  private final BlockingQueue<Heard> sessions = new LinkedBlockingQueue<>();
  private final BlockingQueue<BrokerAvailabilityEvent> broker = new LinkedBlockingQueue<>();
  private final Basket basket;

  Listener(Basket basket) {
    this.basket = basket;
  }

  @EventListener
  void hear(AbstractSubProtocolEvent event) {
    sessions.add(new Heard(event, Thread.currentThread().isVirtual(), basket.items().size()));
  }

  @EventListener
  void hear(BrokerAvailabilityEvent event) {
    broker.add(event);
  }

  public BlockingQueue<Heard> sessions() {
    return sessions;
  }

  public BlockingQueue<BrokerAvailabilityEvent> broker() {
    return broker;
  }
}
