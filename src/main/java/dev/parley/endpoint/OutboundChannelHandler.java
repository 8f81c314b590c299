package dev.parley.endpoint;

import dev.parley.protocol.Refusal;
import dev.parley.session.Session;
import java.util.Optional;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;

/**
 * What an application sends to one subscription of one session, which is what
 * {@code @SubscribeMapping} returns. Messages of channels never come this way: they are encoded
 * once for all and written without Spring.
 *
 * <p>A session that is gone gets nothing, in silence; a message that names no session, subscription
 * or destination is a {@link MessageDeliveryException}.
 */
final class OutboundChannelHandler implements MessageHandler {

  private final Conversations conversations;
  private final Replies replies;

  OutboundChannelHandler(Conversations conversations, Replies replies) {
    this.conversations = conversations;
    this.replies = replies;
  }

  @Override
  public void handleMessage(Message<?> message) {
    MessageHeaders headers = message.getHeaders();
    String session = SimpMessageHeaderAccessor.getSessionId(headers);
    String subscription = SimpMessageHeaderAccessor.getSubscriptionId(headers);
    String destination = SimpMessageHeaderAccessor.getDestination(headers);
    if (session == null || subscription == null || destination == null) {
      throw new MessageDeliveryException("no session, subscription or destination");
    }
    Optional<Session> open = conversations.ofSession(session).map(Conversation::session);
    open.ifPresent(client -> send(client, subscription, destination, message));
  }

  private void send(Session client, String subscription, String destination, Message<?> message) {
    try {
      ServerMessage content = ServerMessage.of(message);
      DirectAnswer.sendOrHold(
          client, subscription, content.live(replies, client, subscription, destination));
    } catch (Refusal refusal) {
      throw ServerMessage.undelivered(refusal.code(), destination, refusal);
    }
  }
}
