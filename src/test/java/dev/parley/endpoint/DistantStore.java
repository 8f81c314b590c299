package dev.parley.endpoint;

import dev.parley.channel.Appended;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A store that answers on a thread of its own, as one behind a network does, or is away. */
final class DistantStore implements ChannelStore, AutoCloseable {

  static final String THREAD = "store";

  private final MemoryStore kept = new MemoryStore(InstantSource.system(), Duration.ofMinutes(1));
  private final ExecutorService answers =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name(THREAD).daemon().factory());
  private final AtomicInteger refusals = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean away;
  private volatile boolean silent;

  /** From now on it refuses. */
  void goesAway() {
    away = true;
  }

  /** It refuses the next call, and only that. */
  void refusesNext() {
    refusals.incrementAndGet();
  }

  /** From now on calls wait until {@link #goesOn}. */
  void pauses() {
    answers.execute(
        () -> {
          try {
            released.await();
          } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
          }
        });
  }

  void goesOn() {
    released.countDown();
  }

  /** From now on it answers nothing. */
  void fallsSilent() {
    silent = true;
  }

  private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> call) {
    if (silent) {
      return new CompletableFuture<>();
    }
    return CompletableFuture.supplyAsync(
            () -> {
              if (away || refusals.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                throw new Refusal(RefusalCode.UNAVAILABLE);
              }
              return call.get();
            },
            answers)
        .thenCompose(stage -> stage);
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    return later(() -> kept.append(channel, retention, publications));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    return later(() -> kept.join(channel, retention, node, since));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    return later(() -> kept.leave(channel, node));
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    return later(() -> kept.readAfter(channel, retention, number, limit));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    return later(() -> kept.readBefore(channel, retention, id, limit));
  }

  @Override
  public void close() {
    answers.shutdownNow();
  }
}
