package dev.parley.session;

import dev.parley.identity.Grants;
import dev.parley.identity.User;
import dev.parley.protocol.StompVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Sessions with the limits of the service, for tests. */
public final class TestSessions {

  static final int SEND_BUFFER = 1024 * 1024;

  static final SessionLimits LIMITS =
      new SessionLimits(SEND_BUFFER, Duration.ofSeconds(10), Duration.ofSeconds(10), 0);

  private TestSessions() {}

  static Session open(RecordingConnection connection, SocketLane lane) {
    return open(connection, lane, LIMITS);
  }

  static Session open(RecordingConnection connection, SocketLane lane, SessionLimits limits) {
    return new Session("session-1", connection, lane, limits, System.nanoTime());
  }

  /** A session that may be used; its lane has no work, and whoever sends does it. */
  public static Session connected(Connection connection, String user, StompVersion version) {
    Session session = new Sessions(new Lanes(1, nanos -> {}), LIMITS).open(connection);
    session.speaks(version);
    session.connected(user(user));
    return session;
  }

  static User user(String name) {
    return new User(
        name,
        Optional.empty(),
        Optional.empty(),
        Grants.NONE,
        Set.of(),
        Optional.empty(),
        Instant.MAX);
  }
}
