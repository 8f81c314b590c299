package dev.parley.endpoint;

import java.security.Principal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.simp.user.SimpSession;
import org.springframework.messaging.simp.user.SimpSubscription;
import org.springframework.messaging.simp.user.SimpSubscriptionMatcher;
import org.springframework.messaging.simp.user.SimpUser;
import org.springframework.messaging.simp.user.SimpUserRegistry;

/**
 * The users, sessions and subscriptions of this node, for applications: a view that keeps nothing,
 * so every call answers with what is true at that moment. From any thread.
 */
final class SessionUserRegistry implements SimpUserRegistry {

  private record ConnectedUser(String name, Conversations all) implements SimpUser {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public @Nullable Principal getPrincipal() {
      return all.ofUser(name).stream()
          .<Principal>flatMap(talk -> talk.session().user().stream())
          .findFirst()
          .orElse(null);
    }

    @Override
    public boolean hasSessions() {
      return !all.ofUser(name).isEmpty();
    }

    @Override
    public @Nullable SimpSession getSession(String sessionId) {
      return getSessions().stream()
          .filter(session -> session.getId().equals(sessionId))
          .findFirst()
          .orElse(null);
    }

    @Override
    public Set<SimpSession> getSessions() {
      return all.ofUser(name).stream()
          .map(talk -> new OpenSession(this, talk))
          .collect(Collectors.toSet());
    }
  }

  private record OpenSession(SimpUser user, Conversation conversation) implements SimpSession {

    @Override
    public String getId() {
      return conversation.session().id();
    }

    @Override
    public SimpUser getUser() {
      return user;
    }

    @Override
    public Set<SimpSubscription> getSubscriptions() {
      Set<SimpSubscription> all = new HashSet<>();
      for (Map.Entry<String, String> entry : conversation.destinations().entrySet()) {
        all.add(new OpenSubscription(entry.getKey(), entry.getValue(), this));
      }
      return all;
    }
  }

  private record OpenSubscription(String id, String destination, SimpSession session)
      implements SimpSubscription {

    @Override
    public String getId() {
      return id;
    }

    @Override
    public SimpSession getSession() {
      return session;
    }

    @Override
    public String getDestination() {
      return destination;
    }
  }

  private final Conversations conversations;

  SessionUserRegistry(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public @Nullable SimpUser getUser(String userName) {
    ConnectedUser user = new ConnectedUser(userName, conversations);
    return user.hasSessions() ? user : null;
  }

  @Override
  public Set<SimpUser> getUsers() {
    return conversations.users().stream()
        .map(name -> new ConnectedUser(name, conversations))
        .collect(Collectors.toSet());
  }

  @Override
  public int getUserCount() {
    return conversations.users().size();
  }

  @Override
  public Set<SimpSubscription> findSubscriptions(SimpSubscriptionMatcher matcher) {
    return getUsers().stream()
        .flatMap(user -> user.getSessions().stream())
        .flatMap(session -> session.getSubscriptions().stream())
        .filter(matcher::match)
        .collect(Collectors.toSet());
  }
}
