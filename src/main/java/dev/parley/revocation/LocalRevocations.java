package dev.parley.revocation;

import dev.parley.identity.Revocation;
import dev.parley.identity.Revocations;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What revocations do on this node. Never blocks; from any thread. */
public record LocalRevocations(Revocations list, Sessions sessions) {

  /** No such token is accepted any more, and sessions that have one end. Harmless twice. */
  public void apply(Revocation revocation) {
    // In this order: whoever is let in meanwhile is either found in the list or among the sessions.
    list.add(revocation);
    end(
        switch (revocation.kind()) {
          case USER -> sessions.ofUser(revocation.name());
          case TOKEN -> sessions.all();
        });
  }

  /** The same for many, with one look at the sessions. */
  void apply(List<Revocation> revocations) {
    revocations.forEach(list::add);
    if (!revocations.isEmpty()) {
      end(sessions.all());
    }
  }

  private void end(Collection<Session> among) {
    for (Session session : among) {
      session
          .user()
          .filter(list::cover)
          .ifPresent(user -> session.end(new Refusal(RefusalCode.TOKEN_REVOKED), Optional.empty()));
    }
  }
}
