package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Entry;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.protocol.Tail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One channel of a store, in few words. */
record TestLog(ChannelStore store, ChannelName name, Retention retention) {

  TestLog keeping(Retention other) {
    return new TestLog(store, name, other);
  }

  Appended append(String body) {
    return appendAll(List.of(publication(body))).getFirst();
  }

  /** One publication after the other. */
  void appendMany(int count) {
    for (int i = 0; i < count; i++) {
      append("message");
    }
  }

  Appended appendOnce(String key, String body) {
    return appendAll(List.of(once(key, body))).getFirst();
  }

  List<Appended> appendTogether(String... bodies) {
    return appendAll(Stream.of(bodies).map(TestLog::publication).toList());
  }

  List<Appended> appendAll(List<Publication> publications) {
    return answer(store.append(name, retention, publications));
  }

  Joined join(String node, Since since) {
    return answer(store.join(name, retention, node, since));
  }

  /** Where a subscription would stand, by a node that leaves again. */
  Joined look(Since since) {
    Joined joined = join("passer-by", since);
    leave("passer-by");
    return joined;
  }

  Joined lookAfter(MessageId id) {
    return look(new Since.After(id));
  }

  void leave(String node) {
    answer(store.leave(name, node));
  }

  Page after(long number, int limit) {
    return answer(store.readAfter(name, retention, number, limit));
  }

  Page before(MessageId id, int limit) {
    return answer(store.readBefore(name, retention, Optional.of(id), limit));
  }

  Page newest(int limit) {
    return answer(store.readBefore(name, retention, Optional.empty(), limit));
  }

  static Publication publication(String body) {
    return new Publication(tail(body), Optional.empty());
  }

  static Publication once(String key, String body) {
    return new Publication(tail(body), Optional.of(key));
  }

  static List<Long> numbers(Page page) {
    return page.entries().stream().map(Entry::number).toList();
  }

  static List<String> bodies(Page page) {
    return page.entries().stream().map(TestLog::body).toList();
  }

  static String body(Entry entry) {
    return new String(entry.tail().body(), StandardCharsets.UTF_8);
  }

  static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError("the store did not answer", failure);
    }
  }

  private static Tail tail(String body) {
    return Tail.of(Map.of("content-type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
  }
}
