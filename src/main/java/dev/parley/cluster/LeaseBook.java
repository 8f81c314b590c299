package dev.parley.cluster;

import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The leases of all nodes, in the store; time is the store's. */
final class LeaseBook {

  private static final Script RENEW = Script.of("primary", "lease-renew");
  private static final Script LOOK = Script.of("lease-look");
  private static final Script SWEPT = Script.of("lease-swept");
  static final String TAG = "nodes";

  /**
   * What a node sees of the others.
   *
   * @param living names with a lease
   * @param dead names without one whose node does not live on under another
   * @param toSweep the dead ones that the asking node has to itself now
   * @param isUnbroken whether the asking node was itself there all the time, as far as that counts
   * @param former other names of the asking node
   */
  record Sight(
      List<String> living,
      List<String> dead,
      List<String> toSweep,
      boolean isUnbroken,
      List<String> former) {}

  private final Redis redis;
  private final List<byte[]> leases;
  private final List<byte[]> all;
  private final LeaseTimes times;

  LeaseBook(Redis redis, RedisKeys keys, LeaseTimes times) {
    this.redis = redis;
    this.times = times;
    this.leases = List.of(keys.of(TAG, "leases"), keys.of(TAG, "lives"));
    this.all = List.of(keys.of(TAG, "leases"), keys.of(TAG, "lives"), keys.of(TAG, "sweeps"));
  }

  static List<Probe> probes(RedisKeys keys) {
    List<byte[]> all =
        List.of(keys.of("probe", "leases"), keys.of("probe", "lives"), keys.of("probe", "sweeps"));
    byte[] name = RedisKeys.bytes("probe");
    byte[] millis = RedisKeys.bytes(1000);
    return List.of(
        new Probe(RENEW, all.subList(0, 2), List.of(name, millis, RedisKeys.bytes("take"))),
        new Probe(LOOK, all, List.of(name, millis, millis, millis, millis)),
        new Probe(SWEPT, all, List.of(name, RedisKeys.bytes(0))));
  }

  /** Takes the lease of a new name; whether the node has it now. May be repeated. */
  CompletionStage<Boolean> take(String name) {
    return renew(name, "take");
  }

  /** Whether the node still has the lease, and has it for its full time again. */
  CompletionStage<Boolean> renew(String name) {
    return renew(name, "renew");
  }

  CompletionStage<Sight> look(String name, Collection<String> sweeping) {
    Stream<byte[]> own =
        Stream.of(
            RedisKeys.bytes(name),
            millis(times.lease()),
            millis(times.unbroken()),
            millis(times.again()),
            millis(times.claim()));
    byte[][] args =
        Stream.concat(own, sweeping.stream().map(RedisKeys::bytes)).toArray(byte[][]::new);
    return redis
        .run(LOOK, all, args)
        .thenApply(
            seen ->
                new Sight(
                    seen.list(0).texts(),
                    seen.list(1).texts(),
                    seen.list(2).texts(),
                    seen.number(3) == 1,
                    seen.list(4).texts()));
  }

  /** The name is swept; whether it is forgotten, for this was the second time. */
  CompletionStage<Boolean> swept(String name) {
    return swept(name, times.again());
  }

  /** There will be nothing more under this name. */
  CompletionStage<Boolean> forget(String name) {
    return swept(name, Duration.ZERO);
  }

  private CompletionStage<Boolean> swept(String name, Duration again) {
    return redis
        .run(SWEPT, all, RedisKeys.bytes(name), millis(again))
        .thenApply(answer -> answer.number(0) == 1);
  }

  private CompletionStage<Boolean> renew(String name, String how) {
    return redis
        .run(RENEW, leases, RedisKeys.bytes(name), millis(times.lease()), RedisKeys.bytes(how))
        .thenApply(answer -> answer.number(0) == 1);
  }

  private static byte[] millis(Duration duration) {
    return RedisKeys.bytes(duration.toMillis());
  }
}
