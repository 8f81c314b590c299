package dev.parley.endpoint;

import dev.parley.channel.Channels;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Publication;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.broker.BrokerAvailabilityEvent;

/**
 * What an application sends with {@code SimpMessagingTemplate}, {@code @SendTo} and
 * {@code @SendToUser}.
 *
 * <ul>
 *   <li>{@code /topic/{channel}} and {@code /user/{user}/queue/inbox} are published as {@code
 *       server}. The caller waits until the message is logged, at most {@value #PATIENCE_SECONDS}
 *       s, so this is not for threads that serve sockets, such as those of a {@code
 *       ChannelInterceptor}.
 *   <li>{@code /user/{user}/queue/{name}} goes live to the sessions of the user on this node, or to
 *       the one session that the message's headers name, and is kept nowhere.
 * </ul>
 *
 * Everything else, and what the core refuses, is a {@link MessageDeliveryException} for the caller;
 * its text begins with the refusal's code and its cause is the {@link Refusal}.
 */
final class BrokerChannelHandler implements MessageHandler, SmartLifecycle {

  private static final int PATIENCE_SECONDS = 10;

  private final Channels channels;
  private final Namespaces namespaces;
  private final UserQueues queues;
  private final ApplicationEventPublisher publisher;
  private volatile boolean running;

  BrokerChannelHandler(
      Channels channels,
      Namespaces namespaces,
      UserQueues queues,
      ApplicationEventPublisher publisher) {
    this.channels = channels;
    this.namespaces = namespaces;
    this.queues = queues;
    this.publisher = publisher;
  }

  @Override
  public void handleMessage(Message<?> message) {
    String destination = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
    try {
      send(message, destination == null ? "" : destination);
    } catch (Refusal refusal) {
      throw ServerMessage.undelivered(refusal.code(), destination, refusal);
    }
  }

  private void send(Message<?> message, String destination) {
    ServerMessage content = ServerMessage.of(message);
    String session = SimpMessageHeaderAccessor.getSessionId(message.getHeaders());
    switch (Destination.parse(destination).orElse(null)) {
      case Destination.Topic(ChannelName channel) -> publish(channel, content, "/topic/" + channel);
      case Destination.UserQueue(String user, String queue) ->
          sendToUser(user, session, queue, content);
      case null, default -> throw new Refusal(RefusalCode.BAD_DESTINATION);
    }
  }

  private void sendToUser(
      String user, @Nullable String sessionId, String queue, ServerMessage content) {
    Optional<Conversation> session = queues.session(user, sessionId);
    if (queue.equals(Destination.INBOX)) {
      String owner = session.flatMap(UserQueues::owner).orElse(user);
      publish(ChannelName.inboxOf(owner), content, "/user/queue/inbox");
    } else if (session.isPresent()) {
      queues.send(session.get(), queue, content);
    } else {
      queues.toUser(user, queue, content);
    }
  }

  private void publish(ChannelName channel, ServerMessage content, String destination) {
    if (namespaces.of(channel).isEmpty()) {
      throw new Refusal(RefusalCode.UNKNOWN_NAMESPACE);
    }
    Publication publication = new Publication(content.tail(destination), Optional.empty());
    try {
      channels
          .publish(channel, List.of(publication))
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw ServerMessage.undelivered(RefusalCode.UNAVAILABLE, destination, failure);
    } catch (TimeoutException late) {
      throw new Refusal(RefusalCode.UNAVAILABLE);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new Refusal(RefusalCode.UNAVAILABLE);
    }
  }

  /** Applications may wait for this event before they send. */
  @Override
  public void start() {
    running = true;
    publisher.publishEvent(new BrokerAvailabilityEvent(true, this));
  }

  @Override
  public void stop() {
    running = false;
    publisher.publishEvent(new BrokerAvailabilityEvent(false, this));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server starts, and after it has stopped. */
  @Override
  public int getPhase() {
    return 0;
  }
}
