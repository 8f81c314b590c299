package dev.parley.loadtest.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All that the clients of a run did and saw. It only grows; any thread may write, and whoever reads
 * sees what was written so far.
 */
public final class History {

  private final Collection<SessionLog> sessions = new ConcurrentLinkedQueue<>();
  private final Collection<SubscriptionLog> subscriptions = new ConcurrentLinkedQueue<>();
  private final Collection<PresenceLog> presences = new ConcurrentLinkedQueue<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final LongSupplier clock;
  private final long start;

  /** With the system's time, so that stamps of a store on the same machine can be compared. */
  public History() {
    this(System::currentTimeMillis);
  }

  /**
   * @param clock epoch ms; never runs backwards
   */
  History(LongSupplier clock) {
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Milliseconds since this history began. */
  public long now() {
    return Math.max(0, clock.getAsLong() - start);
  }

  /** A time of the store, epoch ms, as a time of this history. */
  long timeOf(long epochMillis) {
    return epochMillis - start;
  }

  /** CONNECTED came. */
  public SessionLog connected(String user, String node) {
    SessionLog session = new SessionLog(this, ids.incrementAndGet(), user, node);
    sessions.add(session);
    return session;
  }

  /**
   * A SUBSCRIBE to a channel leaves.
   *
   * @param since a message-id, {@code last:{n}}, or nothing
   */
  public SubscriptionLog subscribing(SessionLog session, String channel, String since) {
    SubscriptionLog log = new SubscriptionLog(this, ids.incrementAndGet(), session, channel, since);
    subscriptions.add(log);
    return log;
  }

  /** A SUBSCRIBE to the presence of a channel leaves. */
  public PresenceLog watching(SessionLog session, String channel) {
    PresenceLog log = new PresenceLog(this, ids.incrementAndGet(), session, channel);
    presences.add(log);
    return log;
  }

  public List<SessionLog> sessions() {
    return new ArrayList<>(sessions);
  }

  public List<SubscriptionLog> subscriptions() {
    return new ArrayList<>(subscriptions);
  }

  public List<PresenceLog> presences() {
    return new ArrayList<>(presences);
  }

  /** Who is subscribed to the channel now, as its clients know. */
  public Set<String> membersOf(String channel) {
    return subscriptions.stream()
        .filter(each -> each.channel().equals(channel) && each.stands())
        .map(each -> each.session().user())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The place of the last message of that user that the channel is known to have. */
  public Optional<Place> lastAccepted(String user, String channel) {
    Optional<Place> last = Optional.empty();
    for (SessionLog session : sessions) {
      if (session.user().equals(user)) {
        Optional<Place> own = session.lastAccepted(channel);
        last = own.isPresent() ? own : last;
      }
    }
    return last;
  }

  /** The highest accepted number of each channel and epoch. */
  public Map<String, Map<String, Long>> accepted() {
    Map<String, Map<String, Long>> highest = new HashMap<>();
    for (SessionLog session : sessions) {
      for (SessionLog.Step step : session.steps()) {
        if (step.what() == SessionLog.What.ACCEPTED) {
          Place place = Place.parse(step.note());
          highest
              .computeIfAbsent(step.channel(), channel -> new HashMap<>())
              .merge(place.epoch(), place.number(), Math::max);
        }
      }
    }
    return highest;
  }

  /** How many messages reached a subscription. */
  public long deliveries() {
    return subscriptions.stream().mapToLong(each -> each.deliveries().size()).sum();
  }
}
