package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.Entry;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.cluster.NodeName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.protocol.Tail;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Reply;
import dev.parley.redis.Script;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The scripts of one channel: what they are asked with, and what their answers mean. */
final class RedisLog {

  static final Script APPEND = Script.of("primary", "channel", "append");
  static final Script JOIN = Script.of("primary", "channel", "join");
  static final Script LEAVE = Script.of("leave");
  static final Script READ = Script.of("primary", "channel", "read");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final int EPOCH_LENGTH = 16;
  private static final byte[] NO_KEY = RedisKeys.bytes(0);
  private static final List<byte[]> NOBODY = Collections.nCopies(4, new byte[0]);

  /** More bytes than an envelope has besides its messages, and than it adds to each. */
  private static final int ENVELOPE = 64;

  private static final int ENTRY = 512;
  private static final byte[] AFTER = RedisKeys.bytes("after");

  private final Redis redis;
  private final RedisKeys names;
  private final String channel;
  private final List<byte[]> keys;
  private final Remembered remembered;
  private final Optional<RedisStore.Teller> teller;

  RedisLog(
      Redis redis,
      RedisKeys names,
      String channel,
      Remembered remembered,
      Optional<RedisStore.Teller> teller) {
    this.redis = redis;
    this.names = names;
    this.channel = channel;
    this.remembered = remembered;
    this.teller = teller;
    this.keys = keys(names, channel);
  }

  /** The keys of the channel, in the order of {@code channel.lua}. */
  static List<byte[]> keys(RedisKeys names, String channel) {
    return List.of(
        names.of(channel, "meta"),
        names.of(channel, "log"),
        names.of(channel, "nodes"),
        names.of(channel, "pin"),
        names.ofSlotOf(channel, "salt"));
  }

  CompletionStage<List<Appended>> append(
      Retention retention, List<Publication> publications, Duration window) {
    List<byte[]> all = new ArrayList<>(keys);
    Map<String, Integer> places = new HashMap<>();
    List<byte[]> args = args(retention);
    args.add(RedisKeys.bytes(window.toMillis()));
    args.addAll(telling(publications));
    for (Publication publication : publications) {
      args.add(publication.idempotencyKey().map(key -> place(key, places, all)).orElse(NO_KEY));
      args.add(publication.tail().bytes());
    }
    return redis
        .run(APPEND, all, args.toArray(byte[][]::new))
        .thenApply(reply -> appended(reply, publications));
  }

  /** Whom to tell and how; an envelope that is too large is for nobody. */
  private List<byte[]> telling(List<Publication> publications) {
    long size =
        ENVELOPE + publications.stream().mapToLong(each -> ENTRY + each.tail().size()).sum();
    return teller
        .filter(each -> size <= each.announcement().largest())
        .map(
            each ->
                List.of(
                    RedisKeys.bytes(each.address()),
                    RedisKeys.bytes(each.announcement().channels()),
                    each.announcement().head(),
                    named(channel)))
        .orElse(NOBODY);
  }

  /** Two bytes of length before the name. */
  private static byte[] named(String channel) {
    byte[] name = RedisKeys.bytes(channel);
    return ByteBuffer.allocate(Short.BYTES + name.length)
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  CompletionStage<Joined> join(Retention retention, String node, Since since) {
    List<byte[]> args = args(retention);
    args.add(RedisKeys.bytes(node));
    switch (since) {
      case Since.Now() -> args.add(RedisKeys.bytes("now"));
      case Since.Last(int count) -> {
        args.add(RedisKeys.bytes("last"));
        args.add(RedisKeys.bytes(count));
      }
      case Since.After(MessageId id) -> {
        args.add(AFTER);
        args.add(RedisKeys.bytes(id.number()));
        args.add(RedisKeys.bytes(id.epoch()));
      }
    }
    return redis
        .run(JOIN, keys, args.toArray(byte[][]::new))
        .thenApply(reply -> new Joined(end(reply, 1), reply.number(2), reply.number(3) == 1));
  }

  CompletionStage<Void> leave(String node) {
    return redis.run(LEAVE, keys, RedisKeys.bytes(node)).thenAccept(reply -> {});
  }

  CompletionStage<Page> readAfter(Retention retention, long number, int limit) {
    List<byte[]> args = args(retention);
    args.add(RedisKeys.bytes(limit));
    args.add(AFTER);
    args.add(RedisKeys.bytes(number));
    return read(args);
  }

  CompletionStage<Page> readBefore(Retention retention, Optional<MessageId> id, int limit) {
    List<byte[]> args = args(retention);
    args.add(RedisKeys.bytes(limit));
    args.add(RedisKeys.bytes(id.isPresent() ? "before" : "newest"));
    id.ifPresent(
        place -> {
          args.add(RedisKeys.bytes(place.number()));
          args.add(RedisKeys.bytes(place.epoch()));
        });
    return read(args);
  }

  /** What every script gets after the identity. */
  static List<byte[]> args(Retention retention, boolean remembered) {
    List<byte[]> args = new ArrayList<>();
    args.add(RedisKeys.bytes(unusedEpoch()));
    args.add(RedisKeys.bytes(remembered ? 1 : 0));
    args.add(RedisKeys.bytes(retention.messages()));
    args.add(RedisKeys.bytes(retention.age().toMillis()));
    return args;
  }

  private List<byte[]> args(Retention retention) {
    return args(retention, remembered.contains(channel));
  }

  private byte[] place(String key, Map<String, Integer> places, List<byte[]> all) {
    int place =
        places.computeIfAbsent(
            key,
            first -> {
              all.add(names.of(channel, "key:" + first));
              return places.size() + 1;
            });
    return RedisKeys.bytes(place);
  }

  private List<Appended> appended(Reply reply, List<Publication> publications) {
    String epoch = reply.text(0);
    Set<String> nodes = NodeName.addresses(reply.list(1).texts());
    Set<String> untold = reply.number(3) == 1 ? thisOneOf(nodes) : nodes;
    Reply answers = reply.list(2);
    List<Appended> all = new ArrayList<>(publications.size());
    for (int i = 0; i < publications.size(); i++) {
      Reply answer = answers.list(i);
      MessageId id = new MessageId(epoch, answer.number(0));
      boolean isNew = answer.size() == 2;
      Tail tail = isNew ? publications.get(i).tail() : answer.has(2) ? tail(answer, 2) : null;
      Optional<Entry> entry =
          Optional.ofNullable(tail).map(bytes -> new Entry(id, answer.number(1), bytes));
      MessageId place = isNew ? id : new MessageId(answer.text(3), id.number());
      all.add(new Appended(place, entry, !isNew, isNew ? untold : nodes));
    }
    remembered.add(channel);
    return all;
  }

  private Set<String> thisOneOf(Set<String> nodes) {
    return teller
        .map(RedisStore.Teller::address)
        .filter(nodes::contains)
        .map(Set::of)
        .orElse(Set.of());
  }

  private CompletionStage<Page> read(List<byte[]> args) {
    return redis.run(READ, keys, args.toArray(byte[][]::new)).thenApply(this::page);
  }

  private Page page(Reply reply) {
    MessageId end = end(reply, 1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 3; i < reply.size(); i += 3) {
      entries.add(new Entry(end.at(reply.number(i)), reply.number(i + 1), tail(reply, i + 2)));
    }
    return new Page(entries, end, reply.number(2) == 1);
  }

  private MessageId end(Reply reply, int place) {
    long number = reply.number(place);
    if (number > 0) {
      remembered.add(channel);
    }
    return new MessageId(reply.text(0), number);
  }

  private static Tail tail(Reply reply, int place) {
    return Tail.ofBytes(reply.bytes(place));
  }

  private static String unusedEpoch() {
    StringBuilder epoch = new StringBuilder(EPOCH_LENGTH);
    for (int i = 0; i < EPOCH_LENGTH; i++) {
      epoch.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return epoch.toString();
  }
}
