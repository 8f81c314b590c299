package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A store far away, driven by hand: a call first takes effect there, and later its answer comes
 * back, both in the order of the calls. Answers at once unless it is told to hold.
 */
final class HeldStore implements ChannelStore {

  private final Deque<Call<?>> sent = new ArrayDeque<>();
  private final Deque<Call<?>> answered = new ArrayDeque<>();
  private final ChannelStore store;
  private boolean holding;
  private boolean away;
  private int reads;

  HeldStore(ChannelStore store) {
    this.store = store;
  }

  /** From now on calls wait until they are told what happens. */
  void hold() {
    holding = true;
  }

  /** All that waits happens, and from now on calls are answered at once. */
  void release() {
    holding = false;
    while (waiting() > 0) {
      answerNext();
    }
  }

  /** Whether calls are refused at once. */
  void isAway(boolean away) {
    this.away = away;
  }

  /** The next call takes effect; its answer is still on its way. */
  void workNext() {
    Call<?> call = sent.remove();
    call.work();
    answered.add(call);
  }

  /** The next answer arrives. */
  void answerNext() {
    if (answered.isEmpty()) {
      workNext();
    }
    answered.remove().answer();
  }

  /** The next call is answered {@code unavailable}; it had an effect only if it was worked on. */
  void failNext() {
    (answered.isEmpty() ? sent : answered).remove().fail();
  }

  /** Whether the next answer is one to a node that takes back its interest. */
  boolean isNextLeave() {
    return waiting() > 0 && (answered.isEmpty() ? sent : answered).element().leave;
  }

  int unworked() {
    return sent.size();
  }

  int waiting() {
    return sent.size() + answered.size();
  }

  /** How often the log was read. */
  int reads() {
    return reads;
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    return call(() -> store.append(channel, retention, publications));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    return call(() -> store.join(channel, retention, node, since));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    return call(true, () -> store.leave(channel, node));
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    reads++;
    return call(() -> store.readAfter(channel, retention, number, limit));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    return call(() -> store.readBefore(channel, retention, id, limit));
  }

  private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> work) {
    return call(false, work);
  }

  private <T> CompletionStage<T> call(boolean leave, Supplier<CompletionStage<T>> work) {
    if (away) {
      return CompletableFuture.failedStage(new Refusal(RefusalCode.UNAVAILABLE));
    }
    if (!holding && waiting() == 0) {
      return work.get();
    }
    Call<T> call = new Call<>(leave, work);
    sent.add(call);
    return call.answer;
  }

  private static final class Call<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final boolean leave;
    private final Supplier<CompletionStage<T>> work;
    private Optional<CompletionStage<T>> worked = Optional.empty();

    Call(boolean leave, Supplier<CompletionStage<T>> work) {
      this.leave = leave;
      this.work = work;
    }

    void work() {
      worked = Optional.of(work.get());
    }

    void answer() {
      worked
          .orElseThrow()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  answer.complete(value);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    }

    void fail() {
      answer.completeExceptionally(new Refusal(RefusalCode.UNAVAILABLE));
    }
  }
}
