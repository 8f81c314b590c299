package dev.parley.channel;

import dev.parley.cluster.NodeName;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
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

  private final Map<String, Use> keys = new HashMap<>();
  private final Set<String> nodes = new HashSet<>();
  private final Chronicle chronicle;
  private final List<String> complaints;
  private final ChannelStore store;
  private final InstantSource clock;
  private final Duration window;

  Witness(
      ChannelStore store,
      Chronicle chronicle,
      InstantSource clock,
      Duration window,
      List<String> complaints) {
    this.store = store;
    this.chronicle = chronicle;
    this.clock = clock;
    this.window = window;
    this.complaints = complaints;
  }

  /** The nodes that listen. */
  Set<String> nodes() {
    return nodes;
  }

  /** A replica that missed so many messages has taken over from the store. */
  void failedOver(int missed) {
    chronicle.failOver(missed);
    keys.values().removeIf(use -> use.number() > chronicle.end());
  }

  /** The store has lost everything. */
  void flushed() {
    chronicle.flush();
    keys.clear();
    nodes.clear();
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention kept, List<Publication> publications) {
    return store
        .append(channel, kept, publications)
        .thenApply(
            answers -> {
              for (int i = 0; i < publications.size(); i++) {
                check(publications.get(i), answers.get(i));
              }
              return answers.stream().map(Witness::addressed).toList();
            });
  }

  private void check(Publication publication, Appended answer) {
    long now = clock.millis();
    Optional<Use> first =
        publication
            .idempotencyKey()
            .map(keys::get)
            .filter(use -> use.at() >= now - window.toMillis());
    long expected = first.map(Use::number).orElse(chronicle.end() + 1);
    expect("the number of what is published", expected, answer.id().number());
    expect("who listens", NodeName.addresses(nodes), NodeName.addresses(answer.nodes()));
    if (first.isEmpty()) {
      Entry entry = new Entry(answer.id(), now, publication.tail());
      expect("the epoch", true, chronicle.is(answer.id().epoch()));
      expect("the entry", Optional.of(entry), answer.entry());
      chronicle.append(entry);
      publication.idempotencyKey().ifPresent(key -> keys.put(key, new Use(expected, now)));
    }
  }

  /** A node is reached at its address, by whatever name it stands in the store. */
  private static Appended addressed(Appended answer) {
    return new Appended(
        answer.id(), answer.entry(), answer.repeated(), NodeName.addresses(answer.nodes()));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention kept, String node, Since since) {
    nodes.add(node);
    long before = chronicle.oldestKept(chronicle.now()) - 1;
    return store
        .join(channel, kept, node, since)
        .whenComplete(
            (joined, failure) -> {
              expect("the epoch", true, chronicle.is(joined.end().epoch()));
              expect("the end", chronicle.end(), joined.end().number());
              expect("where it begins", after(since, before), joined.after());
              expect("recovered", recovers(since, before), joined.recovered());
            });
  }

  private boolean recovers(Since since, long before) {
    return !(since instanceof Since.After(MessageId id))
        || (id.number() <= known(id) && id.number() >= before);
  }

  /** Up to which number of its epoch the log is still the same. */
  private long known(MessageId id) {
    int era = chronicle.eraOf(id.epoch());
    return era < 0 ? -1 : chronicle.shared(era, chronicle.now());
  }

  private long after(Since since, long before) {
    return switch (since) {
      case Since.Now() -> chronicle.end();
      case Since.Last(int count) -> Math.max(before, chronicle.end() - count);
      case Since.After(MessageId id) -> {
        boolean beyond = id.number() > known(id) && chronicle.eraOf(id.epoch()) < chronicle.now();
        long otherwise = beyond ? Math.max(known(id), before) : before;
        yield recovers(since, before) ? id.number() : otherwise;
      }
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
    long from = Math.max(number + 1, chronicle.oldestKept(chronicle.now()));
    long to = Math.min(chronicle.end(), from + limit - 1);
    List<Entry> all = chronicle.current().entries();
    List<Entry> expected = from > to ? List.of() : all.subList((int) from - 1, (int) to);
    return store
        .readAfter(channel, kept, number, limit)
        .whenComplete(
            (page, failure) -> {
              expect("the page after " + number, expected, page.entries());
              expect("the end of the page", chronicle.end(), page.end().number());
              expect("more after the page", to < chronicle.end(), page.more());
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
