package dev.parley.broker;

import dev.parley.channel.Broker;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where what a broker brings comes in: opened, counted where it is of no use, handed on. */
record Inlet(Envelope envelope, Losses losses, Broker.Receiver receiver) {

  private static final Logger LOG = LoggerFactory.getLogger(Inlet.class);

  /** Takes one envelope; the answer is the mark where it was a probe. Never fails. */
  OptionalLong take(byte[] bytes) {
    return switch (envelope.open(bytes)) {
      case Opened.Messages messages -> {
        handOn(messages);
        yield OptionalLong.empty();
      }
      case Opened.Probe(long mark) -> OptionalLong.of(mark);
      case Opened.Rejected(Loss loss) -> {
        losses.add(loss, 1);
        yield OptionalLong.empty();
      }
    };
  }

  /** One that fails must not cost the connection, which is everybody's. */
  private void handOn(Opened.Messages messages) {
    try {
      messages.to(receiver);
    } catch (RuntimeException failure) {
      LOG.error("What the broker brought could not be handed on", failure);
    }
  }
}
