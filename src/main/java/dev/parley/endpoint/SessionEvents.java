package dev.parley.endpoint;

import dev.parley.session.Session;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpAttributes;
import org.springframework.messaging.simp.SimpAttributesContextHolder;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.messaging.AbstractSubProtocolEvent;
import org.springframework.web.socket.messaging.SessionConnectEvent;
import org.springframework.web.socket.messaging.SessionConnectedEvent;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;
import org.springframework.web.socket.messaging.SessionSubscribeEvent;
import org.springframework.web.socket.messaging.SessionUnsubscribeEvent;

/**
 * Spring's session events, for applications. Each is published once and after what it tells has
 * happened; listeners are called one after another on a virtual thread of their own, so that a slow
 * one holds back no socket. Attributes and beans of the session's scope live until the listeners of
 * its end have been called.
 */
final class SessionEvents implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(SessionEvents.class);
  private static final byte[] NOTHING = new byte[0];
  private static final int LAST_SECONDS = 2;

  private final ApplicationEventPublisher publisher;
  private volatile ExecutorService listeners = thread();
  private volatile boolean running;

  SessionEvents(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  private static ExecutorService thread() {
    return Executors.newSingleThreadExecutor(Thread.ofVirtual().name("parley-events").factory());
  }

  void connect(Inbound frame) {
    publish(new SessionConnectEvent(this, frame.message(), frame.accessor().getUser()));
  }

  /**
   * CONNECTED was sent.
   *
   * @param headers as the client gets them
   */
  void connected(Inbound frame, Map<String, String> headers) {
    StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.CONNECTED);
    headers.forEach(accessor::setNativeHeader);
    accessor.setHeader(SimpMessageHeaderAccessor.CONNECT_MESSAGE_HEADER, frame.message());
    Message<byte[]> message = message(accessor, frame.session(), frame.conversation());
    publish(new SessionConnectedEvent(this, message, frame.accessor().getUser()));
  }

  /** A frame was accepted; tells of those that Spring has events for. */
  void handled(Inbound frame) {
    switch (frame.command()) {
      case SUBSCRIBE ->
          publish(new SessionSubscribeEvent(this, frame.message(), frame.accessor().getUser()));
      case UNSUBSCRIBE ->
          publish(new SessionUnsubscribeEvent(this, frame.message(), frame.accessor().getUser()));
      default -> {}
    }
  }

  /** The session has ended; afterwards nothing is left of what applications kept for it. */
  void disconnected(Session session, Conversation conversation, int closeCode) {
    StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.DISCONNECT);
    Message<byte[]> message = message(accessor, session, conversation);
    CloseStatus status = new CloseStatus(closeCode >= 1000 && closeCode < 5000 ? closeCode : 1006);
    publish(
        new SessionDisconnectEvent(
            this, message, session.id(), status, session.user().orElse(null)));
    inTurn(
        () -> {
          new SimpAttributes(session.id(), conversation.attributes()).sessionCompleted();
          conversation.attributes().clear();
        });
  }

  private static Message<byte[]> message(
      StompHeaderAccessor accessor, Session session, Conversation conversation) {
    accessor.setSessionId(session.id());
    accessor.setSessionAttributes(conversation.attributes());
    session.user().ifPresent(accessor::setUser);
    return MessageBuilder.createMessage(NOTHING, accessor.getMessageHeaders());
  }

  private void publish(AbstractSubProtocolEvent event) {
    inTurn(
        () -> {
          SimpAttributesContextHolder.setAttributesFromMessage(event.getMessage());
          try {
            publisher.publishEvent(event);
          } catch (RuntimeException failure) {
            LOG.error("A listener of {} failed", event.getClass().getSimpleName(), failure);
          } finally {
            SimpAttributesContextHolder.resetAttributes();
          }
        });
  }

  private void inTurn(Runnable task) {
    try {
      listeners.execute(task);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("The service has stopped; nobody hears of the session's end");
    }
  }

  @Override
  public void start() {
    if (listeners.isShutdown()) {
      listeners = thread();
    }
    running = true;
  }

  /** Waits a little for the listeners of the sessions that ended because the service stops. */
  @Override
  public void stop() {
    running = false;
    listeners.shutdown();
    try {
      if (!listeners.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
        listeners.shutdownNow();
      }
    } catch (InterruptedException end) {
      listeners.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops after the web server, whose end ends the last sessions. */
  @Override
  public int getPhase() {
    return 0;
  }
}
