package dev.parley.session;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Every session of this node, by id and by user. All methods from any thread. */
public final class Sessions {

  /** How often {@link #tick} is to be called. */
  public static final int TICK_MILLIS = 250;

  static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

  private final Map<String, Session> byId = new ConcurrentHashMap<>();
  private final Map<String, Set<Session>> byUser = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final LongAdder connected = new LongAdder();
  private final Lanes lanes;
  private final SessionLimits limits;

  public Sessions(Lanes lanes, SessionLimits limits) {
    this.lanes = lanes;
    this.limits = limits;
  }

  /** A session for a connection that has just been opened; ended by {@link #remove}. */
  public Session open(Connection connection) {
    return open(connection, lanes.next());
  }

  /** The same for one that has to be written to in this lane. */
  public Session open(Connection connection, SocketLane lane) {
    byte[] id = new byte[15];
    random.nextBytes(id);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    Session session = new Session(name, connection, lane, limits, System.nanoTime());
    byId.put(name, session);
    return session;
  }

  /** The session's user is known: {@link #ofUser} finds it from now on. */
  public void connected(Session session) {
    String name = session.user().orElseThrow().name();
    connected.increment();
    byUser.compute(
        name,
        (user, sessions) -> {
          Set<Session> all = sessions == null ? ConcurrentHashMap.newKeySet(2) : sessions;
          all.add(session);
          return all;
        });
  }

  /** The connection is gone. False where it was removed before. */
  public boolean remove(Session session) {
    session.gone();
    boolean first = byId.remove(session.id(), session);
    session
        .user()
        .ifPresent(
            user ->
                byUser.computeIfPresent(
                    user.name(),
                    (name, sessions) -> {
                      sessions.remove(session);
                      return sessions.isEmpty() ? null : sessions;
                    }));
    return first;
  }

  public Optional<Session> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public List<Session> ofUser(String name) {
    Set<Session> sessions = byUser.get(name);
    return sessions == null ? List.of() : List.copyOf(sessions);
  }

  public Collection<Session> all() {
    return byId.values();
  }

  public Set<String> users() {
    return byUser.keySet();
  }

  public int count() {
    return byId.size();
  }

  /** How many sessions had a user so far, those that are gone included. */
  public long everConnected() {
    return connected.sum();
  }

  /** Bytes that wait for all clients together. */
  public long waitingBytes() {
    return byId.values().stream().mapToLong(Session::waitingBytes).sum();
  }

  /** To be called every {@value #TICK_MILLIS} ms. */
  public void tick() {
    long now = System.nanoTime();
    byId.values()
        .forEach(
            session -> {
              session.tick(now);
              session.tenure().tick(session, now);
            });
    shed();
  }

  /** Where all buffers together are too large, those for whom most waits are given up first. */
  private void shed() {
    long most = limits.bufferMemory();
    long waiting = most == 0 ? 0 : waitingBytes();
    if (waiting <= most) {
      return;
    }
    // What waits changes meanwhile, and may not while it is sorted by.
    record Load(Session session, int bytes) {}
    List<Load> worstFirst =
        byId.values().stream()
            .map(session -> new Load(session, session.waitingBytes()))
            .sorted(Comparator.comparingInt(Load::bytes).reversed())
            .toList();
    for (Load load : worstFirst) {
      if (waiting <= most) {
        return;
      }
      load.session().end(new Refusal(RefusalCode.SLOW_CONSUMER), Optional.empty());
      waiting -= load.bytes();
    }
  }

  /** Ends all sessions because the service stops. */
  public void endAll(RefusalCode code) {
    byId.values().forEach(session -> session.end(new Refusal(code), Optional.empty()));
  }

  /** Ends the sessions that the user has here now; it may connect again. */
  public void kick(String user) {
    ofUser(user).forEach(session -> session.end(new Refusal(RefusalCode.KICKED), Optional.empty()));
  }
}
