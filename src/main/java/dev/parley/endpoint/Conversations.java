package dev.parley.endpoint;

import dev.parley.limit.Capacity;
import dev.parley.limit.Pace;
import dev.parley.limit.TrafficSettings;
import dev.parley.session.Connection;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.session.SocketLane;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every conversation of this node, from the opening of its connection to its end, so that what is
 * sent to a user finds the queues of that user's sessions. All methods from any thread.
 */
final class Conversations {

  private final Map<String, Conversation> bySession = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final TrafficSettings traffic;
  private final Capacity capacity;

  Conversations(Sessions sessions, TrafficSettings traffic, Capacity capacity) {
    this.sessions = sessions;
    this.traffic = traffic;
    this.capacity = capacity;
  }

  /** A conversation with whoever opened the connection; ended by {@link #remove}. */
  Conversation open(Connection connection, Arrival arrival) {
    return open(sessions.open(connection), arrival);
  }

  /** The same with one that has to be written to in this lane. */
  Conversation open(Connection connection, Arrival arrival, SocketLane lane) {
    return open(sessions.open(connection, lane), arrival);
  }

  private Conversation open(Session session, Arrival arrival) {
    Conversation conversation =
        new Conversation(session, Pace.of(traffic), capacity.take(arrival.address()));
    bySession.put(session.id(), conversation);
    return conversation;
  }

  /** The connection is gone. False where it was removed before. */
  boolean remove(Conversation conversation) {
    Session session = conversation.session();
    bySession.remove(session.id(), conversation);
    boolean first = sessions.remove(session);
    if (first) {
      conversation.place().ifPresent(capacity::giveBack);
    }
    return first;
  }

  Optional<Conversation> ofSession(String id) {
    return Optional.ofNullable(bySession.get(id));
  }

  /** One for each session of the user; empty where the user is not connected here. */
  List<Conversation> ofUser(String user) {
    return sessions.ofUser(user).stream()
        .map(session -> ofSession(session.id()))
        .flatMap(Optional::stream)
        .toList();
  }

  Collection<Conversation> all() {
    return bySession.values();
  }

  /** How many subscriptions all of them have together; a walk over them. */
  long subscriptions() {
    return bySession.values().stream().mapToLong(Conversation::subscriptions).sum();
  }

  /** The names of the users who are connected here. */
  Set<String> users() {
    return sessions.users();
  }
}
