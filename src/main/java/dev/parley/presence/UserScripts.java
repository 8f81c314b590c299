package dev.parley.presence;

import dev.parley.protocol.UserNames;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Reply;
import dev.parley.redis.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The steps that Redis takes for the sessions of one user. */
final class UserScripts {

  private static final Script SESSIONS = Script.of("presence-sessions");
  private static final Script ONLINE = Script.of("presence-online");

  /** Is in no channel's name, so that a user and a channel never share a key. */
  private static final String TAG = "user~";

  private static final byte[] ALL = RedisKeys.bytes("*");

  private final Redis redis;
  private final RedisKeys keys;

  UserScripts(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  static List<Probe> probes(RedisKeys keys) {
    List<byte[]> key = List.of(keys.of(TAG, "sessions"));
    byte[] node = RedisKeys.bytes("probe");
    return List.of(new Probe(SESSIONS, key, List.of(node, ALL)), new Probe(ONLINE, key, List.of()));
  }

  /** Notes the sessions, or, where the value is false, takes them back. */
  CompletionStage<Boolean> write(String user, String name, Map<String, Boolean> sessions) {
    Stream<byte[]> changes =
        sessions.entrySet().stream()
            .map(each -> RedisKeys.bytes((each.getValue() ? '+' : '-') + each.getKey()));
    byte[][] args = Stream.concat(Stream.of(RedisKeys.bytes(name)), changes).toArray(byte[][]::new);
    return redis.run(SESSIONS, key(user), args).thenApply(done -> true);
  }

  /** Takes back all sessions that are noted under a node's name. */
  CompletionStage<Void> sweep(String user, String name) {
    return redis.run(SESSIONS, key(user), RedisKeys.bytes(name), ALL).thenAccept(done -> {});
  }

  /** The name of the node of each session. */
  CompletionStage<List<String>> nodesOf(String user) {
    return redis.run(ONLINE, key(user)).thenApply(Reply::texts);
  }

  private List<byte[]> key(String user) {
    return List.of(keys.of(TAG + UserNames.inChannelName(user), "sessions"));
  }
}
