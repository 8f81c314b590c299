package dev.parley.channel;

import dev.parley.cluster.NodeName;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A store that can lose what it has, as Redis does when a replica takes over that missed the newest
 * writes, or when somebody flushes it. Answers at once.
 */
final class FragileStore implements ChannelStore {

  private record Use(long number, long at) {}

  private final Map<ChannelName, Log> logs = new HashMap<>();
  private final InstantSource clock;
  private final Duration window;
  private int epochs;

  FragileStore(InstantSource clock, Duration window) {
    this.clock = clock;
    this.window = window;
  }

  /** A replica takes over that missed so many messages of each channel; a new epoch begins. */
  void failOver(int missed) {
    logs.values().forEach(log -> log.failOver(missed, nextEpoch()));
  }

  /** Nothing is left of any channel. */
  void flush() {
    logs.replaceAll((channel, log) -> new Log(nextEpoch()));
  }

  /** What must not happen, and is noticed all the same: messages are gone, the epoch stayed. */
  void loseUnnoticed(ChannelName channel, int messages) {
    log(channel).cut(messages);
  }

  /** Nobody listens any more, as the store sees it. */
  void loseInterest() {
    logs.values().forEach(log -> log.nodes.clear());
  }

  MessageId endOf(ChannelName channel) {
    return log(channel).end();
  }

  Set<String> listenersOf(ChannelName channel) {
    return Set.copyOf(log(channel).nodes);
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    Log log = log(channel);
    List<Appended> answers = publications.stream().map(log::append).toList();
    log.trim(retention.messages());
    return answer(answers);
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    Log log = log(channel);
    log.nodes.add(node);
    return answer(log.stands(since, log.oldest(retention) - 1));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    log(channel).nodes.remove(node);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    Log log = log(channel);
    long from = Math.max(number + 1, log.oldest(retention));
    long to = Math.min(log.entries.size(), from + limit - 1);
    List<Entry> found = from > to ? List.of() : log.entries.subList((int) from - 1, (int) to);
    return answer(new Page(found, log.end(), to < log.entries.size()));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    throw new UnsupportedOperationException();
  }

  private Log log(ChannelName channel) {
    return logs.computeIfAbsent(channel, name -> new Log(nextEpoch()));
  }

  private String nextEpoch() {
    return "e" + ++epochs;
  }

  private static <T> CompletionStage<T> answer(T value) {
    return CompletableFuture.completedFuture(value);
  }

  /** One channel. */
  private final class Log {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Use> keys = new HashMap<>();
    private final Set<String> nodes = new HashSet<>();

    /** Up to which number each epoch that is over is part of this log. */
    private final Map<String, Long> earlier = new HashMap<>();

    private String epoch;

    /** What is below this number was trimmed, and does not come back with a replica. */
    private long floor = 1;

    Log(String epoch) {
      this.epoch = epoch;
    }

    void failOver(int missed, String next) {
      earlier.put(epoch, end().number());
      cut(missed);
      epoch = next;
    }

    void cut(int messages) {
      entries.subList(Math.max(0, entries.size() - messages), entries.size()).clear();
      keys.values().removeIf(use -> use.number() > entries.size());
      floor = Math.min(floor, entries.size() + 1);
      earlier.replaceAll((name, known) -> Math.min(known, entries.size()));
    }

    void trim(int kept) {
      floor = Math.max(floor, entries.size() - kept + 1);
    }

    MessageId end() {
      return new MessageId(epoch, entries.size());
    }

    long oldest(Retention retention) {
      long oldest = Math.max(floor, entries.size() - retention.messages() + 1);
      long time = retention.oldest(clock.millis());
      while (oldest <= entries.size() && entries.get((int) oldest - 1).timestamp() < time) {
        oldest++;
      }
      return oldest;
    }

    Appended append(Publication publication) {
      long now = clock.millis();
      Optional<Use> first =
          publication
              .idempotencyKey()
              .map(keys::get)
              .filter(use -> use.at() >= now - window.toMillis());
      if (first.isEmpty()) {
        long number = entries.size() + 1L;
        entries.add(new Entry(new MessageId(epoch, number), now, publication.tail()));
        publication.idempotencyKey().ifPresent(key -> keys.put(key, new Use(number, now)));
      }
      Entry entry = first.map(use -> entries.get((int) use.number() - 1)).orElse(entries.getLast());
      return new Appended(entry.id(), Optional.of(entry), false, NodeName.addresses(nodes));
    }

    Joined stands(Since since, long before) {
      long last = end().number();
      return switch (since) {
        case Since.Now() -> new Joined(end(), last, true);
        case Since.Last(int count) -> new Joined(end(), Math.max(before, last - count), true);
        case Since.After(MessageId id) -> {
          long known = id.epoch().equals(epoch) ? last : earlier.getOrDefault(id.epoch(), -1L);
          boolean recovered = id.number() <= known && id.number() >= before;
          boolean beyond = id.number() > known && !id.epoch().equals(epoch);
          long after = beyond ? Math.max(known, before) : before;
          yield new Joined(end(), recovered ? id.number() : after, recovered);
        }
      };
    }
  }
}
