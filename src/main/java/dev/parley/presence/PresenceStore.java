package dev.parley.presence;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * Where it is known who is in which channel, and who is online.
 *
 * <p>Every method is atomic within its channel, or for its user. Steps of one user in a channel are
 * taken in the order of the calls; answers come on any thread and never block the caller. A store
 * that is away answers with the refusal {@code unavailable}. A user that could not enter has no
 * seat then; that it left, and what happens to its sessions, is remembered here until the store is
 * back.
 *
 * <p>A seat and a session belong to the node that named them. They stay until they are taken back;
 * those of a node that died are gone 15 s later, as if each had been taken back then.
 *
 * <p>The feed of a channel is what its listeners are told. Its messages are numbered in the same
 * step as the change they tell, each one more than the one before, and from 1 up; a number is never
 * given twice, even if the channel was forgotten between, so that a late message of a former life
 * cannot pass for a new one. What is not told gets no number.
 *
 * <p>While a channel has more members than {@code limits} lets be named, and until the next message
 * after that, changes are told together: the total, or everybody once they may be named again, at
 * most one such summary every {@value #SUMMARY_MILLIS} ms, the first at once, the last always.
 */
public interface PresenceStore {

  /** The least time between two summaries of one channel. */
  int SUMMARY_MILLIS = 1000;

  /** Where a sweep begins. */
  String BEGIN = "0";

  /**
   * Takes a seat. The first of a user makes it a member, which is a join; further ones change only
   * the number of its sessions, and are never refused. A seat that is taken already stays so.
   */
  CompletionStage<Entering> enter(ChannelName channel, Member member, Seat seat, Limits limits);

  /** Gives a seat back. The last of a user is a leave; a seat that is not taken is none. */
  CompletionStage<News> leave(ChannelName channel, String user, Seat seat, Limits limits);

  /** Tells what {@link News.Due} held back, if that was not done meanwhile. */
  CompletionStage<News> summarise(ChannelName channel, Limits limits);

  CompletionStage<Snapshot> snapshot(ChannelName channel, Limits limits);

  /**
   * Notes that {@code node} wants the messages of the feed from now on; they follow the id that is
   * the answer. Nothing else is written, so that nothing is left once it is taken back.
   */
  CompletionStage<MessageId> listen(ChannelName channel, String node);

  /** Takes back the interest of {@code node}. */
  CompletionStage<Void> unlisten(ChannelName channel, String node);

  /**
   * Notes a session of the user, unless it has {@code most} already; those of nodes that died do
   * not count. However many ask at once, on whatever nodes, there are never more. The same one may
   * be noted twice, and is not refused then. One for which the store failed is noted once it is
   * back, whatever their number.
   *
   * @param most 0: no limit
   * @return whether it is noted
   */
  CompletionStage<Boolean> connected(String user, String session, int most);

  /** Takes back a session of the user; one that is not known is ignored. */
  CompletionStage<Void> disconnected(String user, String session);

  /**
   * A session of the user is to be replaced by another: for so long, or until it is taken back, the
   * user may have one session more than {@code most}, however many are to be replaced. Ignored
   * where the session is not known.
   */
  CompletionStage<Void> moves(String user, String session, Duration within);

  /** How many sessions the user has; 0 where it is not online. */
  CompletionStage<Integer> online(String user);

  /**
   * Takes back the seats that {@code node} has in the channel, as if each had been given back now:
   * a bounded number of them, so that others need not wait long. May be repeated.
   *
   * @param node as the one that took the seats is named in the store
   * @param from {@link #BEGIN}, or where the answer before says that it goes on
   */
  CompletionStage<Swept> sweep(ChannelName channel, String node, String from, Limits limits);

  /** Takes back all sessions of the user on {@code node}. */
  CompletionStage<Void> sweepSessions(String user, String node);

  /**
   * How many members sessions of this node make, in all channels together: who sits in two counts
   * twice. Cheap, and may lag behind while the store is away.
   */
  long members();

  /**
   * {@code listener} gets the news of steps for which no caller waits any more: those that are
   * taken once the store is back. To be said before the first step.
   */
  void onNews(BiConsumer<ChannelName, News> listener);
}
