package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The live end of one channel on this node: who listens here, and in which order they hear.
 *
 * <p>Everybody here is in the same log, that of the sequence's epoch: what the store says of
 * another one waits until it is known how the two hang together. All state is touched in {@link
 * #serial} only, so that every lane hears of a new log between the same two messages.
 */
final class Edge implements Outlet {

  /** A subscription that waits for the store to be asked, and what it does then. */
  private record Parked(Subscription subscription, Runnable goesOn) {}

  private final Serial serial = new Serial();
  private final List<Parked> parked = new ArrayList<>(0);
  private final ChannelName channel;
  private final Backlog backlog;
  private final EdgeContext context;
  private final Audience audience;
  private final Interest interest;
  private final Sequence sequence;
  private final Comparison comparison;

  /** The round in which the comparisons were told last that this is active. */
  private volatile int activeIn = -1;

  private boolean retired;

  Edge(ChannelName channel, Backlog backlog, EdgeContext context) {
    this.channel = channel;
    this.backlog = backlog;
    this.context = context;
    this.audience = new Audience(context.tally());
    this.interest =
        new Interest(channel, backlog, context.reachable(), serial, this::retireIfAlone);
    this.sequence = new Sequence(channel, backlog, context, serial, this);
    this.comparison = new Comparison(channel, sequence, audience, interest, context);
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
    long now = System.nanoTime();
    active();
    serial.run(
        () -> {
          if (!audience.isEmpty()) {
            entries.forEach(entry -> sequence.accept(new Arrived(entry, now)));
          }
        });
  }

  /** Something is said in the channel these days. */
  void active() {
    int round = context.comparisons().round();
    if (activeIn != round) {
      activeIn = round;
      context.comparisons().active(channel);
    }
  }

  /** Asks the store whether something is missing here; fails where the store is away. */
  CompletionStage<Void> compare() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    serial.run(
        () -> {
          comparison.ask(failure -> compared(failure, done));
        });
    return done;
  }

  /** Stands in the store under the name {@code to}, and then no longer under {@code from}. */
  CompletionStage<Void> move(String from, String to) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    serial.run(
        () -> {
          if (audience.isEmpty()) {
            done.complete(null);
          } else {
            // Nobody may have told this node anything while it stood under a name that was lost.
            interest.move(from, to, done);
            doubt();
          }
        });
    return done;
  }

  /** Reads on for a subscription that catches up. */
  void read(Subscription subscription, long after) {
    serial.run(
        () -> {
          if (subscription.listed) {
            long logged = Math.max(after, sequence.place().number());
            backlog
                .readAfter(channel, after, Subscription.PAGE)
                .whenComplete(
                    (page, failure) ->
                        serial.run(() -> wasRead(subscription, after, logged, page)));
          }
        });
  }

  @Override
  public void next(Arrived next) {
    audience.deliver(next);
  }

  @Override
  public void stranger(Arrived stranger) {
    comparison.stranger(stranger);
  }

  @Override
  public void doubt() {
    comparison.doubt();
  }

  private void addNow(Subscription subscription, Since since) {
    if (!subscription.wanted) {
      // Perhaps this edge was made for it alone.
      retireIfAlone();
      return;
    }
    // Listening begins before the store is asked, so that nothing falls between its answer and us.
    audience.add(subscription);
    active();
    join(subscription, since);
  }

  private void join(Subscription subscription, Since since) {
    long logged = sequence.isKnown() ? sequence.place().number() : 0;
    interest.join(
        context.node().name(),
        since,
        (joined, failure) -> {
          if (!subscription.listed) {
            return;
          }
          if (joined == null) {
            refuse(subscription);
          } else if (agrees(joined.end(), logged)) {
            run(subscription, () -> subscription.joined(joined, this));
          } else {
            park(subscription, () -> join(subscription, since));
          }
        });
  }

  /** Whether that is the end of the log that everybody here is in; the first one decides. */
  private boolean agrees(MessageId end, long logged) {
    if (!sequence.isKnown()) {
      sequence.begin(end);
      comparison.begin();
    } else if (sequence.contradicts(end, logged)) {
      return false;
    }
    sequence.reaches(end.number());
    return true;
  }

  private void wasRead(Subscription subscription, long after, long logged, @Nullable Page page) {
    if (!subscription.listed) {
      return;
    }
    if (page == null) {
      refuse(subscription);
    } else if (agrees(page.end(), logged)) {
      run(subscription, () -> subscription.read(after, page));
    } else {
      park(subscription, () -> run(subscription, subscription::catchUp));
    }
  }

  private void park(Subscription subscription, Runnable goesOn) {
    parked.add(new Parked(subscription, goesOn));
    doubt();
  }

  private void compared(@Nullable Throwable failure, CompletableFuture<Void> done) {
    List<Parked> waiting = List.copyOf(parked);
    parked.clear();
    for (Parked each : waiting) {
      if (failure != null) {
        refuse(each.subscription());
      } else if (each.subscription().listed) {
        each.goesOn().run();
      }
    }
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }

  private void refuse(Subscription subscription) {
    removeNow(subscription);
    run(subscription, () -> subscription.refused(new Refusal(RefusalCode.UNAVAILABLE)));
  }

  private void removeNow(Subscription subscription) {
    if (audience.remove(subscription) && audience.isEmpty()) {
      sequence.forget();
      comparison.forget();
      parked.clear();
      interest.leave();
    }
  }

  private void retireIfAlone() {
    if (audience.isEmpty() && interest.isIdle() && !retired) {
      retired = true;
      context.retired().accept(channel);
    }
  }

  private static void run(Subscription subscription, Runnable task) {
    subscription.subscriber().lane().run(task, 1);
  }
}
