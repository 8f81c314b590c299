package dev.parley.endpoint;

import dev.parley.session.Session;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.messaging.Message;
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
 * happened; listeners are called one after another on a thread of their own, so that a slow one
 * holds back no socket.
 */
final class SessionEvents {

  private static final byte[] NOTHING = new byte[0];

  private final ApplicationEventPublisher publisher;
  private final Executor listeners =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("parley-events").factory());

  SessionEvents(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  void connect(Inbound frame) {
    publish(new SessionConnectEvent(this, frame.message(), frame.accessor().getUser()));
  }

  void connected(Inbound frame) {
    StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.CONNECTED);
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

  void disconnected(Session session, Conversation conversation, int closeCode) {
    StompHeaderAccessor accessor = StompHeaderAccessor.create(StompCommand.DISCONNECT);
    Message<byte[]> message = message(accessor, session, conversation);
    CloseStatus status = new CloseStatus(closeCode >= 1000 && closeCode < 5000 ? closeCode : 1006);
    publish(
        new SessionDisconnectEvent(
            this, message, session.id(), status, session.user().orElse(null)));
  }

  private static Message<byte[]> message(
      StompHeaderAccessor accessor, Session session, Conversation conversation) {
    accessor.setSessionId(session.id());
    accessor.setSessionAttributes(conversation.attributes());
    session.user().ifPresent(accessor::setUser);
    return MessageBuilder.createMessage(NOTHING, accessor.getMessageHeaders());
  }

  private void publish(AbstractSubProtocolEvent event) {
    listeners.execute(() -> publisher.publishEvent(event));
  }
}
