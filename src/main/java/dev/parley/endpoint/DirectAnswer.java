package dev.parley.endpoint;

import dev.parley.protocol.OutFrame;
import dev.parley.session.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * What an application's handler answers to a SUBSCRIBE, held back until the RECEIPT has been sent:
 * a client that sees the RECEIPT first knows that the answer belongs to it.
 */
final class DirectAnswer {

  private static final ScopedValue<DirectAnswer> CURRENT = ScopedValue.newInstance();

  private final List<OutFrame> frames = new ArrayList<>(1);
  private final Session session;
  private final String subscription;

  DirectAnswer(Session session, String subscription) {
    this.session = session;
    this.subscription = subscription;
  }

  /** Runs the handler; what it answers on this thread is held back. */
  void during(Runnable handler) {
    ScopedValue.where(CURRENT, this).run(handler);
  }

  /** Sends what was held back. */
  void send() {
    frames.forEach(session::send);
  }

  /** Sends the frame, or holds it back if it answers the SUBSCRIBE that this thread handles. */
  static void sendOrHold(Session session, String subscription, OutFrame frame) {
    if (CURRENT.isBound() && CURRENT.get().answers(session, subscription)) {
      CURRENT.get().frames.add(frame);
    } else {
      session.send(frame);
    }
  }

  private boolean answers(Session other, String id) {
    return session == other && subscription.equals(id);
  }
}
