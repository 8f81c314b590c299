package dev.parley.presence;

import dev.parley.cluster.Membership;
import dev.parley.cluster.Mover;
import dev.parley.presence.Entering.Entered;
import dev.parley.presence.OnlineUser.Wish;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Presence of a whole cluster, in Redis.
 *
 * <p>This node's seats and sessions are in its memory as well; Redis has, under the node's name,
 * with how many sessions a user sits in a channel, and which sessions a user has. Nothing is
 * written while nobody comes or goes. What could not be written is written once the store is back:
 * who left meanwhile leaves then. Under a new name everything is written again, see {@link #mover}.
 */
public final class RedisPresenceStore implements PresenceStore {

  /** The kinds of places under which a node's index knows members, feeds and users. */
  public static final String MEMBERS = "p";

  public static final String FEED = "f";
  public static final String USER = "u";

  private final ChannelScripts channels;
  private final UserScripts users;
  private final Membership here;
  private final Ledger<Occupant.Place, Occupant, Entering> occupants;
  private final Ledger<String, OnlineUser, Set<String>> online;

  /** How many users of this node are in a channel. */
  private final Map<ChannelName, Integer> rooms = new ConcurrentHashMap<>();

  private volatile BiConsumer<ChannelName, News> told = (channel, news) -> {};

  public RedisPresenceStore(
      Redis redis,
      RedisKeys keys,
      Membership here,
      ScheduledExecutorService timer,
      PresenceLog log) {
    this.channels = new ChannelScripts(redis, keys, log);
    this.users = new UserScripts(redis, keys);
    this.here = here;
    Supplier<String> name = here.lease()::name;
    this.occupants =
        new Ledger<>(
            place -> {
              rooms.merge(place.channel(), 1, Integer::sum);
              return new Occupant(place, name, here.lease()::mayBeSwept, this::write);
            },
            place -> rooms.computeIfPresent(place.channel(), this::oneLess),
            this::tell,
            timer);
    this.online =
        new Ledger<>(
            user -> new OnlineUser(user, name, this::write),
            user -> forget(USER + ':' + user),
            (user, done) -> {},
            timer);
  }

  /** Runs of the scripts of presence, in that order, which leave nothing behind. */
  public static List<Probe> probes(RedisKeys keys) {
    return Stream.concat(ChannelScripts.probes(keys).stream(), UserScripts.probes(keys).stream())
        .toList();
  }

  /** Writes everything that this node has again, under its name at that time. */
  public Mover mover() {
    return (from, to) -> occupants.writeAll().thenCompose(done -> online.writeAll());
  }

  @Override
  public long members() {
    return occupants.size();
  }

  @Override
  public void onNews(BiConsumer<ChannelName, News> listener) {
    told = listener;
  }

  @Override
  public CompletionStage<Entering> enter(
      ChannelName channel, Member member, Seat seat, Limits limits) {
    return occupants.change(
        new Occupant.Place(channel, member.user()), user -> user.enter(member, seat, limits));
  }

  @Override
  public CompletionStage<News> leave(ChannelName channel, String user, Seat seat, Limits limits) {
    Occupant.Place place = new Occupant.Place(channel, user);
    if (!occupants.has(place)) {
      return CompletableFuture.completedFuture(new News.None());
    }
    return occupants
        .change(place, known -> known.leave(seat, limits))
        .thenApply(answer -> answer instanceof Entered(News news) ? news : new News.None());
  }

  @Override
  public CompletionStage<News> summarise(ChannelName channel, Limits limits) {
    return channels.summarise(channel, limits);
  }

  @Override
  public CompletionStage<Snapshot> snapshot(ChannelName channel, Limits limits) {
    return channels.snapshot(channel, limits);
  }

  @Override
  public CompletionStage<MessageId> listen(ChannelName channel, String node) {
    return here.index()
        .add(node, FEED + ':' + channel)
        .thenCompose(noted -> channels.listen(channel, node));
  }

  @Override
  public CompletionStage<Void> unlisten(ChannelName channel, String node) {
    return channels
        .unlisten(channel, node)
        .thenRun(() -> here.index().remove(node, FEED + ':' + channel));
  }

  @Override
  public CompletionStage<Swept> sweep(
      ChannelName channel, String node, String from, Limits limits) {
    return channels.sweep(channel, node, from, limits);
  }

  @Override
  public CompletionStage<Boolean> connected(String user, String session, int most) {
    return online
        .change(user, known -> known.connected(session, most))
        .thenApply(refused -> !refused.contains(session));
  }

  @Override
  public CompletionStage<Void> disconnected(String user, String session) {
    return online.has(user)
        ? online.change(user, known -> known.disconnected(session)).thenAccept(done -> {})
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> moves(String user, String session, Duration within) {
    return users.moves(user, session, within);
  }

  /** Sessions of nodes that are known to be dead do not count, though nobody took them back yet. */
  @Override
  public CompletionStage<Integer> online(String user) {
    return users
        .nodesOf(user)
        .thenApply(
            nodes -> (int) nodes.stream().filter(node -> !here.nodes().isDead(node)).count());
  }

  @Override
  public CompletionStage<Void> sweepSessions(String user, String node) {
    return users.sweep(user, node);
  }

  /** How many users of channels and users with sessions this node holds. */
  int size() {
    return occupants.size() + online.size();
  }

  private CompletionStage<Entering> write(ChannelName channel, Sitting sitting, Limits limits) {
    return noted(sitting.sessions() > 0, sitting.name(), MEMBERS + ':' + channel)
        .thenCompose(noted -> channels.seat(channel, sitting, limits));
  }

  private CompletionStage<Set<String>> write(
      String user, String name, Map<String, Wish> sessions, int most) {
    boolean comes = sessions.values().stream().anyMatch(wish -> wish != Wish.LEAVE);
    return noted(comes, name, USER + ':' + user)
        .thenCompose(noted -> users.write(user, name, sessions, most, here.nodes().dead()));
  }

  private CompletionStage<Void> noted(boolean comes, String name, String place) {
    return comes ? here.index().add(name, place) : CompletableFuture.completedFuture(null);
  }

  private @Nullable Integer oneLess(ChannelName channel, int count) {
    if (count > 1) {
      return count - 1;
    }
    forget(MEMBERS + ':' + channel);
    return null;
  }

  /** Should this fail, a place is noted where nothing is, which a sweep or the end finds out. */
  private void forget(String place) {
    here.index().remove(here.lease().name(), place);
  }

  private void tell(Occupant.Place place, Entering answer) {
    if (answer instanceof Entered(News news)) {
      told.accept(place.channel(), news);
    }
  }
}
