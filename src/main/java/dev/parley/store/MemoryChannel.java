package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.Entry;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One channel of the memory store; each method is one step. */
final class MemoryChannel {

  private final EntryRing entries = new EntryRing();
  private final RecentKeys keys = new RecentKeys();
  private final String epoch;
  private Set<String> nodes = Set.of();
  private long number;
  private long timestamp;

  /** When somebody last listened or published, or something was still kept. */
  private long used;

  private boolean forgotten;

  MemoryChannel(String epoch) {
    this.epoch = epoch;
  }

  synchronized List<Appended> append(
      List<Publication> publications, Retention retention, Duration window, long now) {
    List<Appended> answers = new ArrayList<>(publications.size());
    usedAt(now);
    keys.forgetBefore(now - window.toMillis());
    // First of all, so that a repeat does not bring back what is too old.
    trim(retention, now);
    for (Publication publication : publications) {
      answers.add(append(publication, retention, now));
    }
    return answers;
  }

  private Appended append(Publication publication, Retention retention, long now) {
    Optional<Long> first = publication.idempotencyKey().flatMap(keys::numberOf);
    if (first.isPresent()) {
      return new Appended(id(first.get()), entries.at(first.get()), true, nodes);
    }
    timestamp = Math.max(timestamp, now);
    Entry entry = new Entry(id(++number), timestamp, publication.tail());
    if (retention.messages() > 0) {
      entries.add(entry);
    }
    trim(retention, now);
    publication.idempotencyKey().ifPresent(key -> keys.add(key, entry.number(), now));
    return new Appended(entry.id(), Optional.of(entry), false, nodes);
  }

  synchronized Joined join(String node, Since since, Retention retention, long now) {
    usedAt(now);
    if (!nodes.contains(node)) {
      nodes = with(nodes, node);
    }
    trim(retention, now);
    long beforeFirst = entries.isEmpty() ? number : entries.first().number() - 1;
    return switch (since) {
      case Since.Now() -> new Joined(id(number), number, true);
      case Since.Last(int count) ->
          new Joined(id(number), Math.max(beforeFirst, number - count), true);
      case Since.After(MessageId id) -> {
        boolean recovered = knows(id) && id.number() >= beforeFirst;
        yield new Joined(id(number), recovered ? id.number() : beforeFirst, recovered);
      }
    };
  }

  synchronized void leave(String node, long now) {
    usedAt(now);
    Set<String> rest = new HashSet<>(nodes);
    rest.remove(node);
    nodes = Set.copyOf(rest);
  }

  synchronized Page readAfter(long after, int limit, Retention retention, long now) {
    trim(retention, now);
    List<Entry> found = new ArrayList<>(Math.min(limit, entries.size()));
    long next = entries.isEmpty() ? number + 1 : Math.max(after + 1, entries.first().number());
    while (next <= number && found.size() < limit) {
      entries.at(next++).ifPresent(found::add);
    }
    return new Page(found, id(number), next <= number);
  }

  synchronized Page readBefore(Optional<MessageId> id, int limit, Retention retention, long now) {
    trim(retention, now);
    if (entries.isEmpty() || !id.map(this::knows).orElse(true)) {
      return new Page(List.of(), id(number), false);
    }
    long first = entries.first().number();
    long to = Math.min(number, id.map(place -> place.number() - 1).orElse(number));
    long from = Math.max(first, to - limit + 1);
    List<Entry> found = new ArrayList<>();
    for (long at = from; at <= to; at++) {
      entries.at(at).ifPresent(found::add);
    }
    return new Page(found, id(number), from > first && to >= first);
  }

  synchronized void trim(Retention retention, long now) {
    while (entries.size() > retention.messages()
        || (!entries.isEmpty() && entries.first().timestamp() < retention.oldest(now))) {
      entries.removeFirst();
    }
  }

  /** Nobody listens and nothing was ever published. */
  synchronized boolean isUnused() {
    forgotten = nodes.isEmpty() && number == 0;
    return forgotten;
  }

  /** Throws away what is too old; afterwards the channel may be forgotten if this says so. */
  synchronized boolean sweep(Retention retention, Duration window, Duration remembered, long now) {
    trim(retention, now);
    keys.forgetBefore(now - window.toMillis());
    if (!nodes.isEmpty() || !entries.isEmpty()) {
      usedAt(now);
    }
    forgotten = used < now - remembered.toMillis();
    return forgotten;
  }

  synchronized boolean isForgotten() {
    return forgotten;
  }

  private boolean knows(MessageId id) {
    return id.epoch().equals(epoch) && id.number() <= number;
  }

  private void usedAt(long now) {
    used = Math.max(used, now);
  }

  private MessageId id(long place) {
    return new MessageId(epoch, place);
  }

  private static Set<String> with(Set<String> nodes, String node) {
    Set<String> more = new HashSet<>(nodes);
    more.add(node);
    return Set.copyOf(more);
  }
}
