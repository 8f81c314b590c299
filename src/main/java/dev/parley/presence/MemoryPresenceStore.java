package dev.parley.presence;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Presence in the memory of one process: for one node, whose sessions end when it does.
 *
 * <p>Answers at once, on the caller's thread. A channel in which nobody is and to which nobody
 * listens is forgotten.
 */
public final class MemoryPresenceStore implements PresenceStore {

  private static final long STAYS = 0;

  private final Map<ChannelName, Attendance> channels = new ConcurrentHashMap<>();

  /** Of each user, and until when each is to be replaced; {@link #STAYS} if it is not. */
  private final Map<String, Map<String, Long>> sessions = new ConcurrentHashMap<>();

  private final String start = Long.toString(new SecureRandom().nextLong() >>> 24, 36);
  private final AtomicLong lives = new AtomicLong();

  /** No feed that was forgotten went further; a new one goes on from here. */
  private final AtomicLong furthest = new AtomicLong(1);

  private final LongAdder members = new LongAdder();

  private final InstantSource clock;

  public MemoryPresenceStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletionStage<Entering> enter(
      ChannelName channel, Member member, Seat seat, Limits limits) {
    return in(channel, who -> who.enter(member, seat, limits, clock.millis()));
  }

  @Override
  public CompletionStage<News> leave(ChannelName channel, String user, Seat seat, Limits limits) {
    return in(channel, who -> who.leave(user, seat, limits, clock.millis()));
  }

  @Override
  public CompletionStage<News> summarise(ChannelName channel, Limits limits) {
    return in(channel, who -> who.summarise(limits, clock.millis()));
  }

  @Override
  public CompletionStage<Snapshot> snapshot(ChannelName channel, Limits limits) {
    return in(channel, who -> who.snapshot(limits, clock.millis()));
  }

  @Override
  public CompletionStage<MessageId> listen(ChannelName channel, String node) {
    return in(channel, who -> who.listen(node));
  }

  @Override
  public CompletionStage<Void> unlisten(ChannelName channel, String node) {
    channels.computeIfPresent(
        channel,
        (name, who) -> {
          who.unlisten(node);
          return isKept(who) ? who : null;
        });
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Boolean> connected(String user, String session, int most) {
    Map<String, Long> now =
        sessions.compute(
            user,
            (name, known) -> {
              Map<String, Long> all = known == null ? Map.of() : known;
              boolean full = most > 0 && all.size() >= most + (hasMoving(all) ? 1 : 0);
              return full || all.containsKey(session) ? all : with(all, session, STAYS);
            });
    return CompletableFuture.completedFuture(now.containsKey(session));
  }

  @Override
  public CompletionStage<Void> moves(String user, String session, Duration within) {
    long until = clock.millis() + within.toMillis();
    sessions.computeIfPresent(
        user, (name, known) -> known.containsKey(session) ? with(known, session, until) : known);
    return CompletableFuture.completedFuture(null);
  }

  private boolean hasMoving(Map<String, Long> all) {
    long now = clock.millis();
    return all.values().stream().anyMatch(until -> until > now);
  }

  private static Map<String, Long> with(Map<String, Long> all, String session, long until) {
    Map<String, Long> more = new HashMap<>(all);
    more.put(session, until);
    return Map.copyOf(more);
  }

  @Override
  public CompletionStage<Void> disconnected(String user, String session) {
    sessions.computeIfPresent(
        user,
        (name, known) -> {
          Map<String, Long> rest = new HashMap<>(known);
          rest.remove(session);
          return rest.isEmpty() ? null : Map.copyOf(rest);
        });
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Integer> online(String user) {
    return CompletableFuture.completedFuture(sessions.getOrDefault(user, Map.of()).size());
  }

  /** Seats are this node's own, which is alive as long as its memory; nobody has left any. */
  @Override
  public CompletionStage<Swept> sweep(
      ChannelName channel, String node, String from, Limits limits) {
    return CompletableFuture.completedFuture(new Swept(List.of(), Optional.empty()));
  }

  @Override
  public CompletionStage<Void> sweepSessions(String user, String node) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public long members() {
    return members.sum();
  }

  /** Every step is taken at once, and its caller gets the news. */
  @Override
  public void onNews(BiConsumer<ChannelName, News> listener) {}

  /** How many channels and users are held: none once everybody is gone. */
  public int size() {
    return channels.size() + sessions.size();
  }

  /** One step in a channel, which exists for it alone if nothing is to be kept. */
  private <T> CompletionStage<T> in(ChannelName channel, Function<Attendance, T> step) {
    List<T> answer = new ArrayList<>(1);
    channels.compute(
        channel,
        (name, known) -> {
          Attendance who = known == null ? new Attendance(name, beginning()) : known;
          int before = who.members();
          answer.add(step.apply(who));
          members.add(who.members() - before);
          return isKept(who) ? who : null;
        });
    return CompletableFuture.completedFuture(answer.getFirst());
  }

  /** Every life of a feed has an epoch of its own, so that no session sees one id twice. */
  private MessageId beginning() {
    return new MessageId(start + Long.toString(lives.incrementAndGet(), 36), furthest.get());
  }

  private boolean isKept(Attendance who) {
    if (who.isUnused()) {
      furthest.accumulateAndGet(who.last().number(), Math::max);
      return false;
    }
    return true;
  }
}
