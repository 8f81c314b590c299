package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.presence.Presence;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Whether a user may have another session. The whole cluster counts; while the store is away nobody
 * is kept out for that, and what this node has itself still counts.
 */
final class Admission {

  private final Presence presence;
  private final Sessions sessions;
  private final int most;

  /**
   * @param most sessions of one user; 0: no limit
   */
  Admission(Presence presence, Sessions sessions, int most) {
    this.presence = presence;
    this.sessions = sessions;
    this.most = most;
  }

  /**
   * Notes the session, which then has to be taken back, or refuses it with {@code
   * too-many-connections}, and nothing is left of it.
   */
  CompletionStage<Void> ask(User user, Session session) {
    return presence
        .connected(user, session.id(), most)
        .exceptionallyCompose(failure -> failed(user, session, failure));
  }

  void takeBack(User user, Session session) {
    presence.disconnected(user, session.id());
  }

  private CompletionStage<Void> failed(User user, Session session, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof Refusal refusal) || refusal.code() != RefusalCode.UNAVAILABLE) {
      return CompletableFuture.failedFuture(failure);
    }
    if (most == 0 || hasRoom(user)) {
      return CompletableFuture.completedFuture(null);
    }
    takeBack(user, session);
    return CompletableFuture.failedFuture(new Refusal(RefusalCode.TOO_MANY_CONNECTIONS));
  }

  /** One more while a session of the user here is being replaced by the one that asks. */
  private boolean hasRoom(User user) {
    Collection<Session> all = sessions.ofUser(user.name());
    boolean moves = all.stream().anyMatch(each -> each.tenure().isMoving());
    return all.size() < most + (moves ? 1 : 0);
  }
}
