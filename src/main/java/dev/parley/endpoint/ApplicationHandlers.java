package dev.parley.endpoint;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/** An application's own handlers, all of them together. */
interface ApplicationHandlers extends MessageHandler {

  /** Whether there is one for such a message; none is called. */
  boolean serve(Message<?> message);
}
