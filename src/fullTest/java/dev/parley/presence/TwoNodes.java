package dev.parley.presence;

import static org.awaitility.Awaitility.await;

import dev.parley.channel.Broker;
import dev.parley.cluster.LeaseTimes;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The stores of two nodes as one: each session stays with its node, whatever else is asked of both.
 */
final class TwoNodes implements PresenceStore, AutoCloseable {

  private final RealNode left;
  private final RealNode right;
  private int asked;

  TwoNodes(LettuceConnectionFactory one, LettuceConnectionFactory other, Broker broker) {
    left = new RealNode(one, broker, "left", LeaseTimes.DEFAULT, PresenceLog.NONE);
    right = new RealNode(other, broker, "right", LeaseTimes.DEFAULT, PresenceLog.NONE);
  }

  /** Redis has the clock of this machine. */
  static void pass(long millis) {
    long end = System.currentTimeMillis() + millis;
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofMillis(millis + 1000))
        .until(() -> System.currentTimeMillis() > end);
  }

  private PresenceStore of(String session) {
    return session.hashCode() % 2 == 0 ? left.store : right.store;
  }

  private PresenceStore any() {
    return asked++ % 2 == 0 ? left.store : right.store;
  }

  @Override
  public CompletionStage<Entering> enter(
      ChannelName channel, Member member, Seat seat, Limits limits) {
    return of(seat.session()).enter(channel, member, seat, limits);
  }

  @Override
  public CompletionStage<News> leave(ChannelName channel, String user, Seat seat, Limits limits) {
    return of(seat.session()).leave(channel, user, seat, limits);
  }

  @Override
  public CompletionStage<News> summarise(ChannelName channel, Limits limits) {
    return any().summarise(channel, limits);
  }

  @Override
  public CompletionStage<Snapshot> snapshot(ChannelName channel, Limits limits) {
    return any().snapshot(channel, limits);
  }

  @Override
  public CompletionStage<MessageId> listen(ChannelName channel, String node) {
    return left.store.listen(channel, node);
  }

  @Override
  public CompletionStage<Void> unlisten(ChannelName channel, String node) {
    return left.store.unlisten(channel, node);
  }

  @Override
  public CompletionStage<Boolean> connected(String user, String session, int most) {
    return of(session).connected(user, session, most);
  }

  @Override
  public CompletionStage<Void> disconnected(String user, String session) {
    return of(session).disconnected(user, session);
  }

  /** Who counts is not the node that was told. */
  @Override
  public CompletionStage<Void> moves(String user, String session, Duration within) {
    return any().moves(user, session, within);
  }

  @Override
  public CompletionStage<Integer> online(String user) {
    return any().online(user);
  }

  @Override
  public CompletionStage<Swept> sweep(
      ChannelName channel, String node, String from, Limits limits) {
    return any().sweep(channel, node, from, limits);
  }

  @Override
  public CompletionStage<Void> sweepSessions(String user, String node) {
    return any().sweepSessions(user, node);
  }

  @Override
  public long members() {
    return left.store.members() + right.store.members();
  }

  @Override
  public void onNews(BiConsumer<ChannelName, News> listener) {
    left.store.onNews(listener);
    right.store.onNews(listener);
  }

  @Override
  public void close() {
    left.close();
    right.close();
  }
}
