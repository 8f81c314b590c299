package dev.parley.channel;

import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;

/**
 * The socket behind a subscription, as the core sees it. Everything but {@link #lane} and {@link
 * #style} is called in the lane only, and never blocks.
 */
public interface Subscriber {

  Lane lane();

  HeadStyle style();

  /** The subscription stands; comes once, before the first message. */
  void joined(Joined joined);

  /** The subscription was refused; nothing follows. */
  void refused(Refusal refusal);

  void send(OutFrame frame);

  /** As {@link #send}, of a message that is not expected to have company in its write. */
  default void sendAlone(OutFrame frame) {
    send(frame);
  }

  /** Whether a replay may send more now. */
  boolean hasRoom();

  /** Calls {@code more} in the lane once there is room again; never after the socket is gone. */
  void whenRoom(Runnable more);
}
