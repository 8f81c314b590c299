package dev.parley.endpoint;

import dev.parley.identity.Revocations;
import dev.parley.identity.User;
import dev.parley.presence.Presence;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
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
  private final Presence presence;
  private final Revocations revocations;
  private final InstantSource clock;

  SessionNotices(
      UserQueues queues,
      Conversations conversations,
      Presence presence,
      Revocations revocations,
      InstantSource clock) {
    this.queues = queues;
    this.conversations = conversations;
    this.presence = presence;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * Asks the client to open a new connection, to resume there and then to close this one; until
   * then it may have one connection more than others. It is asked once every node knows that, or
   * the store is away and nobody is counted.
   */
  void move(Session session, Duration within) {
    session.tenure().movesWithin(within);
    String notice = "{\"type\":\"move\",\"withinMs\":" + within.toMillis() + "}";
    session
        .user()
        .ifPresent(
            user ->
                presence
                    .moves(user, session.id(), within)
                    .whenComplete((done, failure) -> tell(session, notice)));
  }

  /**
   * The user's token was accepted, and the session is known as that user's: the token ends it in
   * time, and the client is told before.
   */
  void accepted(Session session, User user) {
    if (revocations.cover(user)) {
      // It was revoked since it was verified, and who ended such sessions did not see this one.
      session.end(new Refusal(RefusalCode.TOKEN_REVOKED), Optional.empty());
      return;
    }
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
