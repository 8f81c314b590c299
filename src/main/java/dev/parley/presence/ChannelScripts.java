package dev.parley.presence;

import dev.parley.cluster.NodeName;
import dev.parley.presence.Entering.Entered;
import dev.parley.presence.Entering.Full;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Reply;
import dev.parley.redis.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The steps that Redis takes in one channel, and what its answers mean. */
final class ChannelScripts {

  private static final Script CHANGE = Script.of("primary", "presence-members", "presence-change");
  private static final Script SNAPSHOT = Script.of("presence-members", "presence-snapshot");
  private static final Script LISTEN = Script.of("primary", "presence-listen");
  private static final Script UNLISTEN = Script.of("presence-unlisten");

  /** Is no channel's name. */
  private static final String PROBE = "probe";

  /** At most so many members are looked at in one script, for others wait meanwhile. */
  private static final int PAGE = 200;

  /** A member as the scripts hand it out; they cannot sort. */
  private record Listed(Snapshot.Present present, long order) {}

  private final Redis redis;
  private final RedisKeys keys;
  private final PresenceLog log;

  ChannelScripts(Redis redis, RedisKeys keys, PresenceLog log) {
    this.redis = redis;
    this.keys = keys;
    this.log = log;
  }

  static List<Probe> probes(RedisKeys keys) {
    byte[] members = keys.of(PROBE, "members");
    byte[] feed = keys.of(PROBE, "feed");
    byte[] listeners = keys.of(PROBE, "listeners");
    byte[] node = text(PROBE);
    List<byte[]> changing = List.of(members, feed, listeners, keys.of(PROBE, "presence"));
    byte[] none = number(0);
    byte[] epoch = text(freshEpoch());
    return List.of(
        new Probe(LISTEN, List.of(feed, listeners), List.of(epoch, node)),
        new Probe(CHANGE, changing, List.of(epoch, none, number(1), none, none, text("summarise"))),
        new Probe(SNAPSHOT, List.of(members, feed), List.of(epoch, none)),
        new Probe(UNLISTEN, List.of(feed, listeners), List.of(node)));
  }

  CompletionStage<Entering> seat(ChannelName channel, Sitting sitting, Limits limits) {
    return change(
            channel,
            limits,
            text("seat"),
            text(sitting.name()),
            text(sitting.member().user()),
            number(sitting.sessions()),
            MemberFormat.bytes(sitting.member()),
            number(limits.maxMembers()),
            number(sitting.wasIn() ? 1 : 0))
        .thenApply(
            reply ->
                reply.text(0).equals("full")
                    ? new Full()
                    : new Entered(news(channel, reply).findFirst().orElse(new News.None())));
  }

  CompletionStage<Swept> sweep(ChannelName channel, String name, String from, Limits limits) {
    return change(channel, limits, text("sweep"), text(name), text(from), number(PAGE))
        .thenApply(
            reply ->
                new Swept(
                    news(channel, reply).toList(),
                    Optional.of(reply.text(0)).filter(next -> !next.equals(PresenceStore.BEGIN))));
  }

  CompletionStage<News> summarise(ChannelName channel, Limits limits) {
    return change(channel, limits, text("summarise"))
        .thenApply(reply -> news(channel, reply).findFirst().orElse(new News.None()));
  }

  CompletionStage<Snapshot> snapshot(ChannelName channel, Limits limits) {
    return redis
        .run(
            SNAPSHOT,
            List.of(key(channel, "members"), key(channel, "feed")),
            text(freshEpoch()),
            number(limits.presenceLimit()))
        .thenApply(
            reply ->
                new Snapshot(
                    new MessageId(reply.text(0), reply.number(1)),
                    reply.number(2),
                    members(reply, 4),
                    (int) reply.number(3)));
  }

  CompletionStage<MessageId> listen(ChannelName channel, String name) {
    return redis
        .run(LISTEN, feedKeys(channel), text(freshEpoch()), text(name))
        .thenApply(reply -> new MessageId(reply.text(0), reply.number(1)));
  }

  CompletionStage<Void> unlisten(ChannelName channel, String name) {
    return redis.run(UNLISTEN, feedKeys(channel), text(name)).thenAccept(done -> {});
  }

  private CompletionStage<Reply> change(ChannelName channel, Limits limits, byte[]... step) {
    List<byte[]> names =
        List.of(
            key(channel, "members"),
            key(channel, "feed"),
            key(channel, "listeners"),
            key(channel, "presence"));
    Stream<byte[]> settings =
        Stream.of(
            text(freshEpoch()),
            number(limits.presenceLimit()),
            number(limits.told() ? 1 : 0),
            number(log.entries()),
            number(log.kept().toMillis()));
    return redis.run(
        CHANGE, names, Stream.concat(settings, Stream.of(step)).toArray(byte[][]::new));
  }

  private static Stream<News> news(ChannelName channel, Reply reply) {
    String epoch = reply.text(1);
    Set<String> nodes = NodeName.addresses(reply.list(2).texts());
    Reply said = reply.list(3);
    List<News> news = new ArrayList<>(said.size());
    for (int i = 0; i < said.size(); i++) {
      news.add(one(channel, epoch, nodes, said.list(i)));
    }
    return news.stream();
  }

  private static News one(ChannelName channel, String epoch, Set<String> nodes, Reply said) {
    if (said.text(0).equals("due")) {
      return new News.Due(said.number(1));
    }
    MessageId id = new MessageId(epoch, said.number(1));
    long at = said.number(2);
    byte[] json =
        switch (said.text(0)) {
          case "join" -> PresenceJson.join(MemberFormat.member(said.text(3), said.text(4)), at);
          case "leave" -> PresenceJson.leave(MemberFormat.member(said.text(3), said.text(4)), at);
          default ->
              PresenceJson.snapshot(new Snapshot(id, at, members(said, 4), (int) said.number(3)));
        };
    return new News.Event(PresenceJson.message(channel, id, at, json), nodes);
  }

  /** In the order in which they came. */
  private static List<Snapshot.Present> members(Reply reply, int from) {
    List<Listed> all = new ArrayList<>(reply.size() - from);
    for (int i = from; i < reply.size(); i++) {
      Reply each = reply.list(i);
      Member member = MemberFormat.member(each.text(0), each.text(4));
      all.add(
          new Listed(
              new Snapshot.Present(member, (int) each.number(3), each.number(1)), each.number(2)));
    }
    all.sort(Comparator.comparingLong(Listed::order));
    return all.stream().map(Listed::present).toList();
  }

  /** Every life of a feed has an epoch of its own, so that no session sees one id twice. */
  private static String freshEpoch() {
    return Long.toString(ThreadLocalRandom.current().nextLong() >>> 4, 36);
  }

  private List<byte[]> feedKeys(ChannelName channel) {
    return List.of(key(channel, "feed"), key(channel, "listeners"));
  }

  private byte[] key(ChannelName channel, String kind) {
    return keys.of(channel.toString(), kind);
  }

  private static byte[] text(String text) {
    return RedisKeys.bytes(text);
  }

  private static byte[] number(long number) {
    return RedisKeys.bytes(number);
  }
}
