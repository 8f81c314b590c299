package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Joined;
import dev.parley.channel.Page;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.cluster.NodeIndex;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.redis.Announcement;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Channels in Redis, for any number of nodes.
 *
 * <p>Each call is one script on one hash slot; answers come on I/O threads. Numbers and timestamps
 * are Redis's. What was acknowledged is as safe as Redis keeps it: a restart, a failover or a flush
 * begins a new epoch in every channel. Ids of earlier epochs, the last eight of them, are known as
 * far as the new primary has seen them. Log, keys and counters expire in Redis; a node's interest
 * stays until it is taken back, and is noted in the node's index before.
 */
public final class RedisStore implements ChannelStore {

  /** Kind of place in a node's index: interest in a channel. */
  public static final String KIND = "i";

  private final Map<ChannelName, ChannelLine> lines = new ConcurrentHashMap<>();
  private final Remembered remembered = new Remembered();
  private final Redis redis;
  private final RedisKeys keys;
  private final NodeIndex index;
  private final Duration idempotencyWindow;
  private final Optional<Teller> teller;

  /**
   * @param teller how other nodes are told of what is appended, where Redis does that; empty: by
   *     whoever gets the answers
   */
  public RedisStore(
      Redis redis,
      RedisKeys keys,
      NodeIndex index,
      Duration idempotencyWindow,
      Optional<Teller> teller) {
    this.redis = redis;
    this.keys = keys;
    this.index = index;
    this.idempotencyWindow = idempotencyWindow;
    this.teller = teller;
  }

  /**
   * Redis itself tells the others.
   *
   * @param address of this node, which nobody need tell
   */
  public record Teller(String address, Announcement announcement) {}

  /** Every script of this store once, on a channel that nobody can name. */
  public static List<Probe> probes(RedisKeys keys) {
    List<byte[]> all = RedisLog.keys(keys, "probe");
    byte[] node = RedisKeys.bytes("probe");
    byte[] now = RedisKeys.bytes("now");
    Retention brief = new Retention(1, Duration.ofSeconds(1));
    byte[] none = {};
    byte[] tail = RedisKeys.bytes("content-length:0\n\n\0");
    return List.of(
        new Probe(RedisLog.JOIN, all, with(brief, node, now)),
        new Probe(
            RedisLog.APPEND,
            all,
            with(brief, RedisKeys.bytes(1), none, none, none, none, RedisKeys.bytes(0), tail)),
        new Probe(RedisLog.READ, all, with(brief, RedisKeys.bytes(1), RedisKeys.bytes("newest"))),
        new Probe(RedisLog.LEAVE, all, List.of(node)));
  }

  @Override
  public CompletionStage<List<Appended>> append(
      ChannelName channel, Retention retention, List<Publication> publications) {
    return inLine(channel, line -> new Step.Append(retention, publications));
  }

  @Override
  public CompletionStage<Joined> join(
      ChannelName channel, Retention retention, String node, Since since) {
    return inLine(
        channel,
        line ->
            new Step.Single<>(
                Step.Kind.JOIN,
                () ->
                    index
                        .add(node, KIND + ':' + channel)
                        .thenCompose(noted -> line.log().join(retention, node, since))));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    return inLine(
        channel,
        line ->
            new Step.Single<>(
                Step.Kind.LEAVE,
                () ->
                    line.log()
                        .leave(node)
                        .thenRun(() -> index.remove(node, KIND + ':' + channel))));
  }

  @Override
  public CompletionStage<Page> readAfter(
      ChannelName channel, Retention retention, long number, int limit) {
    return read(channel, log -> log.readAfter(retention, number, limit));
  }

  @Override
  public CompletionStage<Page> readBefore(
      ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
    return read(channel, log -> log.readBefore(retention, id, limit));
  }

  private CompletionStage<Page> read(
      ChannelName channel, Function<RedisLog, CompletionStage<Page>> work) {
    return inLine(channel, line -> new Step.Single<>(Step.Kind.READ, () -> work.apply(line.log())));
  }

  /** Lines are kept while they are in use, so that all calls for one channel meet in one. */
  private <T> CompletionStage<T> inLine(ChannelName channel, Function<ChannelLine, Step<T>> step) {
    ChannelLine line =
        lines.compute(
            channel,
            (name, known) -> {
              ChannelLine used = known != null ? known : newLine(name);
              used.users++;
              return used;
            });
    Step<T> added = step.apply(line);
    var _ =
        added
            .answer()
            .whenComplete(
                (value, failure) ->
                    lines.computeIfPresent(
                        channel, (name, known) -> --known.users == 0 ? null : known));
    return line.add(added);
  }

  private ChannelLine newLine(ChannelName channel) {
    RedisLog log = new RedisLog(redis, keys, channel.toString(), remembered, teller);
    return new ChannelLine(log, idempotencyWindow);
  }

  private static List<byte[]> with(Retention retention, byte[]... more) {
    List<byte[]> args = new ArrayList<>(RedisLog.args(retention, false));
    args.addAll(List.of(more));
    return args;
  }
}
