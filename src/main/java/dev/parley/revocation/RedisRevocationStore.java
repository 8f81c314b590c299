package dev.parley.revocation;

import dev.parley.identity.Revocation;
import dev.parley.identity.Revocation.Kind;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Reply;
import dev.parley.redis.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** For all nodes: one sorted set, by the time of the end. Redis's clock says what is over. */
public final class RedisRevocationStore implements RevocationStore {

  private static final Script ADD = Script.of("revocations-add");
  private static final Script READ = Script.of("revocations-read");
  private static final String KIND = "revocations";
  private static final byte[] LIMIT = RedisKeys.bytes(MOST);
  private static final byte[] NUMBER = RedisKeys.bytes(0);
  private static final byte[] LIST = RedisKeys.bytes(1);
  private static final String USER = "sub:";
  private static final String TOKEN = "jti:";

  private final Redis redis;
  private final List<byte[]> key;

  public RedisRevocationStore(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.key = List.of(keys.of(KIND, KIND));
  }

  /** What shows that the scripts can be run. */
  public static List<Probe> probes(RedisKeys keys) {
    List<byte[]> probe = List.of(keys.of("probe", KIND));
    // Over long since, so that nothing stays.
    List<byte[]> nobody = List.of(LIMIT, RedisKeys.bytes("sub:probe"), RedisKeys.bytes(0));
    return List.of(new Probe(ADD, probe, nobody), new Probe(READ, probe, List.of(LIST)));
  }

  @Override
  public CompletionStage<Void> add(List<Revocation> revocations) {
    List<byte[]> args = new ArrayList<>();
    args.add(LIMIT);
    for (Revocation each : revocations) {
      args.add(RedisKeys.bytes(write(each)));
      args.add(RedisKeys.bytes(each.until().toEpochMilli()));
    }
    return redis
        .run(ADD, key, args.toArray(byte[][]::new))
        .thenCompose(
            reply ->
                reply.number(0) == 1
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(new Refusal(RefusalCode.RATE_LIMITED)));
  }

  @Override
  public CompletionStage<Integer> count() {
    return redis.run(READ, key, NUMBER).thenApply(reply -> (int) reply.number(0));
  }

  @Override
  public CompletionStage<List<Revocation>> all() {
    return redis.run(READ, key, LIST).thenApply(reply -> list(reply.list(1)));
  }

  private static List<Revocation> list(Reply entries) {
    List<Revocation> all = new ArrayList<>();
    for (int i = 0; i < entries.size(); i += 2) {
      all.add(read(entries.text(i), Instant.ofEpochMilli(entries.number(i + 1))));
    }
    return all;
  }

  private static String write(Revocation revocation) {
    return (revocation.kind() == Kind.USER ? USER : TOKEN) + revocation.name();
  }

  private static Revocation read(String text, Instant until) {
    String name = text.substring(USER.length());
    return text.startsWith(USER) ? Revocation.ofUser(name, until) : Revocation.ofToken(name, until);
  }
}
