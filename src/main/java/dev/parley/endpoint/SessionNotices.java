package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.protocol.Destination;
import dev.parley.session.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a session is told about itself on {@code /user/queue/session}; who is not subscribed there
 * is not told.
 */
final class SessionNotices {

  private final UserQueues queues;
  private final Conversations conversations;
  private final InstantSource clock;

  SessionNotices(UserQueues queues, Conversations conversations, InstantSource clock) {
    this.queues = queues;
    this.conversations = conversations;
    this.clock = clock;
  }

  /**
   * Asks the client to open a new connection, to resume there and then to close this one; until
   * then it may have one connection more than others.
   */
  void move(Session session, Duration within) {
    session.tenure().movesWithin(within);
    tell(session, "{\"type\":\"move\",\"withinMs\":" + within.toMillis() + "}");
  }

  /** The user's token was accepted: it ends the session in time, and the client is told before. */
  void accepted(Session session, User user) {
    session.tenure().onExpiring(() -> tell(session, expiring(session)));
    session.tenure().accepted(user.expires(), clock.instant());
  }

  private static String expiring(Session session) {
    long at = session.user().orElseThrow().expires().toEpochMilli();
    return "{\"type\":\"token-expiring\",\"at\":" + at + "}";
  }

  private void tell(Session session, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    ServerMessage notice = new ServerMessage(Optional.of("application/json"), Map.of(), body);
    conversations
        .ofSession(session.id())
        .ifPresent(conversation -> queues.send(conversation, Destination.SESSION, notice));
  }
}
