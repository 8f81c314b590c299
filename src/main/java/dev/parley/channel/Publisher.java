package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one session publishes: in each channel in the order of the calls, and after a failure
 * nothing that was already sent when it was told. So whoever repeats what failed repeats it in its
 * old order, and nothing has overtaken it.
 *
 * <p>In one channel one step is under way; what comes meanwhile goes together in the next. Calls
 * come one at a time, on any thread, and answers on that of the store.
 */
public final class Publisher {

  /** A step holds up everybody else's in the channel, so that it has an end. */
  private static final int MOST_PUBLICATIONS = 100;

  private static final long MOST_BYTES = 256 * 1024;

  private final Channels channels;
  private final LongSupplier newest;

  // Both guarded by this.
  /** What waits for the step that is under way in its channel. */
  private final Map<ChannelName, Deque<Call>> underWay = new HashMap<>(0);

  /** Up to which place everything is refused. */
  private final Map<ChannelName, Long> doubtful = new HashMap<>(0);

  /**
   * @param newest the place of the last frame that has arrived, whether it was looked at or not;
   *     called on any thread
   */
  public Publisher(Channels channels, LongSupplier newest) {
    this.channels = channels;
    this.newest = newest;
  }

  private record Call(List<Publication> publications, CompletableFuture<List<Appended>> answer) {

    Call(List<Publication> publications) {
      this(publications, new CompletableFuture<>());
    }

    long bytes() {
      return publications.stream().mapToLong(each -> each.tail().size()).sum();
    }
  }

  /**
   * As {@link Channels#publish}, but refused with {@code unavailable} where something earlier in
   * the channel failed when this had already arrived.
   *
   * @param place of the frame among all of the session; never less than in the call before
   */
  public CompletionStage<List<Appended>> publish(
      ChannelName channel, List<Publication> publications, long place) {
    synchronized (this) {
      Deque<Call> waiting = underWay.get(channel);
      if (waiting != null) {
        Call call = new Call(publications);
        waiting.add(call);
        return call.answer;
      }
      if (place <= doubtful.getOrDefault(channel, -1L)) {
        // Nor may anything overtake this one, now that it has to be repeated too.
        doubtful.put(channel, newest.getAsLong());
        channels.failed(channel, publications.size());
        return CompletableFuture.failedStage(new Refusal(RefusalCode.UNAVAILABLE));
      }
    }
    return begin(channel, publications, place);
  }

  private CompletionStage<List<Appended>> begin(
      ChannelName channel, List<Publication> publications, long place) {
    CompletableFuture<List<Appended>> step =
        channels.publish(channel, publications).toCompletableFuture();
    if (step.isDone() && !step.isCompletedExceptionally()) {
      return step;
    }
    synchronized (this) {
      underWay.put(channel, new ArrayDeque<>());
      doubtful.values().removeIf(last -> last < place);
    }
    Call call = new Call(publications);
    follow(channel, List.of(call), step);
    return call.answer;
  }

  private void follow(ChannelName channel, List<Call> calls, CompletionStage<List<Appended>> step) {
    var _ =
        step.whenComplete(
            (answers, failure) -> {
              if (failure == null) {
                tell(calls, answers);
                goOn(channel);
              } else {
                fail(channel, calls, failure);
              }
            });
  }

  private static void tell(List<Call> calls, List<Appended> answers) {
    int from = 0;
    for (Call call : calls) {
      int to = from + call.publications.size();
      call.answer.complete(List.copyOf(answers.subList(from, to)));
      from = to;
    }
  }

  private void goOn(ChannelName channel) {
    List<Call> next = next(channel);
    if (!next.isEmpty()) {
      List<Publication> all = new ArrayList<>();
      next.forEach(call -> all.addAll(call.publications));
      follow(channel, next, channels.publish(channel, all));
    }
  }

  private synchronized List<Call> next(ChannelName channel) {
    Deque<Call> waiting = waiting(channel);
    List<Call> next = new ArrayList<>();
    int publications = 0;
    long bytes = 0;
    for (Call call = waiting.peek(); call != null; call = waiting.peek()) {
      publications += call.publications.size();
      bytes += call.bytes();
      if (!next.isEmpty() && (publications > MOST_PUBLICATIONS || bytes > MOST_BYTES)) {
        return next;
      }
      next.add(waiting.remove());
    }
    if (next.isEmpty()) {
      underWay.remove(channel);
    }
    return next;
  }

  private void fail(ChannelName channel, List<Call> calls, Throwable failure) {
    List<Call> failed = new ArrayList<>(calls);
    synchronized (this) {
      // Before anybody is told: what is sent in answer to that is not meant.
      doubtful.put(channel, newest.getAsLong());
      Deque<Call> untried = waiting(channel);
      untried.forEach(call -> channels.failed(channel, call.publications.size()));
      failed.addAll(untried);
      underWay.remove(channel);
    }
    failed.forEach(call -> call.answer.completeExceptionally(failure));
  }

  private Deque<Call> waiting(ChannelName channel) {
    @Nullable Deque<Call> waiting = underWay.get(channel);
    if (waiting == null) {
      throw new IllegalStateException("nothing is under way there");
    }
    return waiting;
  }
}
