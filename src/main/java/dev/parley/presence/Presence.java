package dev.parley.presence;

import dev.parley.channel.Channels;
import dev.parley.channel.Namespaces;
import dev.parley.cluster.Sweeper;
import dev.parley.identity.User;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Who is where, kept and told: one join at the first subscription of a user to a channel, one leave
 * after its last, over all its sessions.
 *
 * <p>Never blocks; with a store that answers at once everything happens on the caller's thread. An
 * answer that fails is a {@code CompletionException} whose cause is the {@link Refusal}, {@code
 * unavailable} where the store is away.
 */
public final class Presence {

  /** By then a connection that nobody has is known to be dead, and makes room. */
  private static final int DEAD_AFTER_MILLIS = 30_000;

  private final PresenceStore store;
  private final Channels channels;
  private final Namespaces namespaces;
  private final ScheduledExecutorService timer;

  /**
   * @param channels reads presence feeds through a {@link PresenceBacklog} of the same store
   * @param timer says later what may not be said at once; not needed while nothing waits
   */
  public Presence(
      PresenceStore store,
      Channels channels,
      Namespaces namespaces,
      ScheduledExecutorService timer) {
    this.store = store;
    this.channels = channels;
    this.namespaces = namespaces;
    this.timer = timer;
    store.onNews(this::tell);
  }

  /** Whether the channel has a presence feed. */
  public boolean isTold(ChannelName channel) {
    return limitsOf(channel).told();
  }

  /**
   * The user subscribes to the channel; to be called before the subscription begins. Its end is
   * {@link #leave}, however the socket ends, which may be called before the answer is there.
   * Refused with {@code channel-full} if the user is no member and there is no room for another.
   */
  public CompletionStage<Void> enter(
      ChannelName channel, User user, String sessionId, String subscriptionId) {
    Limits limits = limitsOf(channel);
    if (!limits.membersCount()) {
      return CompletableFuture.completedFuture(null);
    }
    Member member = new Member(user.name(), user.displayName(), user.info());
    return store
        .enter(channel, member, new Seat(sessionId, subscriptionId), limits)
        .thenAccept(
            answer -> {
              switch (answer) {
                case Entering.Entered(News news) -> tell(channel, news);
                case Entering.Full() -> throw new Refusal(RefusalCode.CHANNEL_FULL);
              }
            });
  }

  /** The subscription is gone. Harmless to call twice, or after a refusal. */
  public CompletionStage<Void> leave(
      ChannelName channel, User user, String sessionId, String subscriptionId) {
    Limits limits = limitsOf(channel);
    if (!limits.membersCount()) {
      return CompletableFuture.completedFuture(null);
    }
    return store
        .leave(channel, user.name(), new Seat(sessionId, subscriptionId), limits)
        .thenAccept(news -> tell(channel, news));
  }

  /** Who is in a channel, as the JSON that a client gets: a snapshot, or only a count. */
  public CompletionStage<byte[]> snapshotJson(ChannelName channel) {
    return store.snapshot(channel, limitsOf(channel)).thenApply(PresenceJson::snapshot);
  }

  /**
   * A session of the user opens. Its end is {@link #disconnected}, which may be called before the
   * answer is there. Refused with {@code too-many-connections} if the user has {@code most}
   * sessions in the whole cluster; then it is none. After {@code unavailable} it is one.
   *
   * @param most 0: no limit
   */
  public CompletionStage<Void> connected(User user, String sessionId, int most) {
    return store
        .connected(user.name(), sessionId, most)
        .thenAccept(
            noted -> {
              if (!noted) {
                throw new Refusal(RefusalCode.TOO_MANY_CONNECTIONS, DEAD_AFTER_MILLIS);
              }
            });
  }

  /**
   * A session of the user is to be replaced by another, on whatever node: until it is gone, but no
   * longer than this, the user may have one more.
   */
  public CompletionStage<Void> moves(User user, String sessionId, Duration within) {
    return store.moves(user.name(), sessionId, within);
  }

  /** The session is gone. Harmless to call twice. */
  public CompletionStage<Void> disconnected(User user, String sessionId) {
    return store.disconnected(user.name(), sessionId);
  }

  /** How many sessions a user has; 0 where it is not online. */
  public CompletionStage<Integer> sessionsOf(String user) {
    return store.online(user);
  }

  /**
   * Has the sweeper take back here what stands under the names of dead nodes, and tells who left.
   * To be called once, before it starts.
   */
  public void sweepWith(Sweeper sweeper) {
    sweeper.on(
        RedisPresenceStore.MEMBERS,
        (key, node) -> inChannel(key, channel -> sweep(channel, node, PresenceStore.BEGIN)));
    sweeper.on(
        RedisPresenceStore.FEED,
        (key, node) -> inChannel(key, channel -> store.unlisten(channel, node)));
    sweeper.on(RedisPresenceStore.USER, store::sweepSessions);
  }

  /** What is no channel's name was written by nobody who takes names from clients. */
  private static CompletionStage<Void> inChannel(
      String key, Function<ChannelName, CompletionStage<Void>> step) {
    return ChannelName.parse(key)
        .map(step)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private CompletionStage<Void> sweep(ChannelName channel, String node, String from) {
    return store
        .sweep(channel, node, from, limitsOf(channel))
        .thenCompose(
            swept -> {
              swept.news().forEach(news -> tell(channel, news));
              return swept
                  .next()
                  .map(next -> sweep(channel, node, next))
                  .orElseGet(() -> CompletableFuture.completedFuture(null));
            });
  }

  private void tell(ChannelName channel, News news) {
    switch (news) {
      case News.None() -> {}
      case News.Event(var entry, var nodes) ->
          channels.spread(ChannelName.presenceOf(channel), nodes, List.of(entry));
      case News.Due(long millis) -> summariseIn(channel, millis);
    }
  }

  private void summariseIn(ChannelName channel, long millis) {
    var _ = timer.schedule(() -> summarise(channel), millis, TimeUnit.MILLISECONDS);
  }

  private void summarise(ChannelName channel) {
    store
        .summarise(channel, limitsOf(channel))
        .whenComplete(
            (news, failure) -> {
              if (failure == null) {
                tell(channel, news);
              } else {
                // Until it is said, what was held back is wrong on every screen.
                summariseIn(channel, PresenceStore.SUMMARY_MILLIS);
              }
            });
  }

  private Limits limitsOf(ChannelName channel) {
    return namespaces.of(channel).map(Limits::of).orElse(Limits.NOBODY_COUNTS);
  }
}
