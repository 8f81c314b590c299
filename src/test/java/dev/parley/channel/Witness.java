package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Stands before a store that keeps one channel and answers at once, knows from the calls what the
 * channel must hold, and complains about an answer that says otherwise.
 */
final class Witness implements ChannelStore {

  private record Use(long number, long at) {}

  private final List<Entry> all = new ArrayList<>();
  private final Map<String, Use> keys = new HashMap<>();
  private final Set<String> nodes = new HashSet<>();
  private final List<String> complaints;
  private final ChannelStore store;
  private final InstantSource clock;
  private final Duration window;
  private final Retention retention;

  Witness(
      ChannelStore store,
      InstantSource clock,
      Duration window,
      Retention retention,
      List<String> complaints) {
    this.store = store;
    this.clock = clock;
    this.window = window;
    this.retention = retention;
    this.complaints = complaints;
  }

  /** The number of the newest message. */
  long end() {
    return all.size();
  }

  Entry entry(long number) {
    return all.get((int) number - 1);
  }

  boolean has(long number) {
    return number >= 1 && number <= end();
  }

  /** The nodes that listen. */
  Set<String> nodes() {
    return nodes;
  }

  /** The oldest number that is kept at this moment. */
  long oldestKept() {
    long oldest = Math.max(1, end() - retention.messages() + 1);
    while (oldest <= end() && entry(oldest).timestamp() < retention.oldest(clock.millis())) {
      oldest++;
    }
    return oldest;
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention kept, List<Publication> publications) {
    return store
        .append(channel, kept, publications)
        .whenComplete(
            (answers, failure) -> {
              for (int i = 0; i < publications.size(); i++) {
                check(publications.get(i), answers.get(i));
              }
            });
  }

  private void check(Publication publication, Appended answer) {
    long now = clock.millis();
    Optional<Use> first =
        publication
            .idempotencyKey()
            .map(keys::get)
            .filter(use -> use.at() >= now - window.toMillis());
    long expected = first.map(Use::number).orElse(end() + 1);
    expect("the number of what is published", expected, answer.id().number());
    expect("who listens", nodes, answer.nodes());
    if (first.isEmpty()) {
      Entry entry = new Entry(answer.id(), now, publication.tail());
      expect("the entry", Optional.of(entry), answer.entry());
      all.add(entry);
      publication.idempotencyKey().ifPresent(key -> keys.put(key, new Use(expected, now)));
    }
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention kept, String node, Since since) {
    nodes.add(node);
    long before = oldestKept() - 1;
    return store
        .join(channel, kept, node, since)
        .whenComplete(
            (joined, failure) -> {
              expect("the end", end(), joined.end().number());
              expect("where it begins", after(since, joined.end(), before), joined.after());
              expect("recovered", recovers(since, joined.end(), before), joined.recovered());
            });
  }

  private static boolean recovers(Since since, MessageId end, long before) {
    return !(since instanceof Since.After(MessageId id))
        || (id.epoch().equals(end.epoch()) && id.number() <= end.number() && id.number() >= before);
  }

  private static long after(Since since, MessageId end, long before) {
    return switch (since) {
      case Since.Now() -> end.number();
      case Since.Last(int count) -> Math.max(before, end.number() - count);
      case Since.After(MessageId id) -> recovers(since, end, before) ? id.number() : before;
    };
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    nodes.remove(node);
    return store.leave(channel, node);
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention kept, long number, int limit) {
    long from = Math.max(number + 1, oldestKept());
    long to = Math.min(end(), from + limit - 1);
    List<Entry> expected = from > to ? List.of() : all.subList((int) from - 1, (int) to);
    return store
        .readAfter(channel, kept, number, limit)
        .whenComplete(
            (page, failure) -> {
              expect("the page after " + number, expected, page.entries());
              expect("the end of the page", end(), page.end().number());
              expect("more after the page", to < end(), page.more());
            });
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention kept, Optional<MessageId> id, int limit) {
    return store.readBefore(channel, kept, id, limit);
  }

  private void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      complaints.add("the store: " + what + " is " + found + ", not " + expected);
    }
  }

  static String bodyOf(Entry entry) {
    return new String(entry.tail().body(), StandardCharsets.UTF_8);
  }
}
