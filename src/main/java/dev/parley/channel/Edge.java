package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import java.util.IdentityHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live end of one channel on this node: who listens here, and in which order they hear.
 *
 * <p>The node's interest in the channel changes one step at a time: a subscriber that comes while
 * it is being taken back waits and adds it again. All state is touched in {@link #serial} only.
 */
final class Edge {

  private final Serial serial = new Serial();
  private final IdentityHashMap<Lane, LaneMembers> lanes = new IdentityHashMap<>(2);
  private final ChannelName channel;
  private final Backlog backlog;
  private final EdgeContext context;
  private final Sequence sequence;
  private CompletionStage<?> interest = CompletableFuture.completedFuture(null);

  /** Changes of interest that the store has not answered yet. */
  private int changes;

  private int members;
  private boolean retired;

  Edge(ChannelName channel, Backlog backlog, EdgeContext context) {
    this.channel = channel;
    this.backlog = backlog;
    this.context = context;
    this.sequence = new Sequence(channel, backlog, context, serial, this::deliver);
  }

  /** Adds the subscription; {@code retry} runs instead where this edge has just gone. */
  void add(Subscription subscription, Since since, Runnable retry) {
    serial.run(
        () -> {
          if (retired) {
            retry.run();
          } else {
            addNow(subscription, since);
          }
        });
  }

  void remove(Subscription subscription) {
    serial.run(() -> removeNow(subscription));
  }

  void arrived(Iterable<Entry> entries) {
    serial.run(
        () -> {
          if (members > 0) {
            entries.forEach(sequence::accept);
          }
        });
  }

  private void addNow(Subscription subscription, Since since) {
    if (!subscription.wanted) {
      // Perhaps this edge was made for it alone.
      retireIfAlone();
      return;
    }
    Lane lane = subscription.subscriber().lane();
    LaneMembers mates = lanes.computeIfAbsent(lane, l -> new LaneMembers(context.tally()));
    subscription.listed = true;
    members++;
    mates.count++;
    // Listening begins before the store is asked, so that nothing falls between its answer and us.
    lane.run(() -> mates.add(subscription), 0);
    change(
        () -> backlog.join(channel, context.node(), since),
        (joined, failure) -> answered(subscription, joined, failure));
  }

  /** One change of interest after the other; meanwhile the edge stays. */
  private <T extends @Nullable Object> void change(
      Supplier<CompletionStage<T>> step, BiConsumer<@Nullable T, @Nullable Throwable> answered) {
    changes++;
    interest =
        interest
            .handle((done, failure) -> true)
            .thenCompose(ready -> step.get())
            .whenComplete(
                (answer, failure) ->
                    serial.run(
                        () -> {
                          changes--;
                          answered.accept(answer, failure);
                          retireIfAlone();
                        }));
  }

  private void answered(
      Subscription subscription, @Nullable Joined joined, @Nullable Throwable failure) {
    Lane lane = subscription.subscriber().lane();
    if (!subscription.listed) {
      return;
    }
    if (joined == null || failure != null) {
      removeNow(subscription);
      lane.run(() -> subscription.refused(new Refusal(RefusalCode.UNAVAILABLE)), 1);
      return;
    }
    sequence.begin(joined.end());
    lane.run(() -> subscription.joined(joined), 1);
  }

  private void removeNow(Subscription subscription) {
    Lane lane = subscription.subscriber().lane();
    LaneMembers mates = lanes.get(lane);
    if (mates == null || !subscription.listed) {
      return;
    }
    subscription.listed = false;
    lane.run(() -> mates.remove(subscription), 0);
    members--;
    if (--mates.count == 0) {
      lanes.remove(lane);
    }
    if (members == 0) {
      sequence.forget();
      change(() -> backlog.leave(channel, context.node()), (left, failure) -> {});
    }
  }

  private void retireIfAlone() {
    if (members == 0 && changes == 0 && !retired) {
      retired = true;
      context.retired().accept(channel);
    }
  }

  private void deliver(Entry entry) {
    lanes.forEach((lane, mates) -> lane.run(() -> mates.deliver(entry), mates.count));
  }
}
