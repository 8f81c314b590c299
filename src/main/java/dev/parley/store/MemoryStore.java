package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Channels in the memory of one process: for one node, and until it stops.
 *
 * <p>Answers at once, on the caller's thread. Every start is a new epoch. A channel that is
 * forgotten after {@value #REMEMBERED_DAYS} idle days takes a new epoch with it, so that an old id
 * is never mistaken for a new one.
 */
public final class MemoryStore implements ChannelStore {

  static final int REMEMBERED_DAYS = 7;
  private static final Duration REMEMBERED = Duration.ofDays(REMEMBERED_DAYS);

  private final Map<ChannelName, MemoryChannel> channels = new ConcurrentHashMap<>();
  private final String start = Long.toString(new SecureRandom().nextLong() >>> 20, 36);
  private final AtomicInteger generation = new AtomicInteger();
  private final InstantSource clock;
  private final Duration idempotencyWindow;

  public MemoryStore(InstantSource clock, Duration idempotencyWindow) {
    this.clock = clock;
    this.idempotencyWindow = idempotencyWindow;
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    return answer(
        in(channel, log -> log.append(publications, retention, idempotencyWindow, clock.millis())));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    return answer(in(channel, log -> log.join(node, since, retention, clock.millis())));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    channels.computeIfPresent(
        channel,
        (name, log) -> {
          log.leave(node, clock.millis());
          return log.isUnused() ? null : log;
        });
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    MemoryChannel log = channels.get(channel);
    return answer(
        log == null ? nothing() : log.readAfter(number, limit, retention, clock.millis()));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    MemoryChannel log = channels.get(channel);
    return answer(log == null ? nothing() : log.readBefore(id, limit, retention, clock.millis()));
  }

  /**
   * Frees what is too old to be delivered, keys whose window has passed, and channels idle for
   * {@value #REMEMBERED_DAYS} days. To be called now and then, from any thread.
   */
  public void sweep(Function<ChannelName, Retention> retentions) {
    long now = clock.millis();
    for (ChannelName channel : channels.keySet()) {
      channels.computeIfPresent(
          channel,
          (name, log) ->
              log.sweep(retentions.apply(name), idempotencyWindow, REMEMBERED, now)
                  ? forget()
                  : log);
    }
  }

  /** How many channels are held, those that are only listened to included. */
  public int size() {
    return channels.size();
  }

  private @Nullable MemoryChannel forget() {
    generation.incrementAndGet();
    return null;
  }

  private Page nothing() {
    return new Page(List.of(), new MessageId(epoch(), 0), false);
  }

  private String epoch() {
    return start + Integer.toString(generation.get(), 36);
  }

  /** Works on a channel that is not forgotten meanwhile. */
  private <T> T in(ChannelName channel, Function<MemoryChannel, T> work) {
    while (true) {
      MemoryChannel log = channels.computeIfAbsent(channel, name -> new MemoryChannel(epoch()));
      T result;
      synchronized (log) {
        result = log.isForgotten() ? null : work.apply(log);
      }
      if (result != null) {
        return result;
      }
    }
  }

  private static <T> CompletionStage<T> answer(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
