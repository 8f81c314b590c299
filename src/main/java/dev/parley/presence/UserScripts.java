package dev.parley.presence;

import dev.parley.presence.OnlineUser.Wish;
import dev.parley.protocol.UserNames;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Reply;
import dev.parley.redis.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    byte[] one = RedisKeys.bytes(1);
    byte[] none = RedisKeys.bytes(0);
    return List.of(
        new Probe(SESSIONS, key, List.of(node, one, none, RedisKeys.bytes("?probe"))),
        new Probe(ONLINE, key, List.of()),
        new Probe(SESSIONS, key, List.of(node, ALL)));
  }

  /**
   * Does what is wished about the sessions; the answer are those for which there was no room.
   *
   * @param most sessions that the user may have besides those of {@code dead} nodes; 0: any number
   */
  CompletionStage<Set<String>> write(
      String user, String name, Map<String, Wish> sessions, int most, Set<String> dead) {
    Stream<byte[]> settings =
        Stream.of(RedisKeys.bytes(name), RedisKeys.bytes(most), RedisKeys.bytes(dead.size()));
    Stream<String> words =
        Stream.concat(
            dead.stream(),
            sessions.entrySet().stream().map(each -> sign(each.getValue()) + each.getKey()));
    byte[][] args = Stream.concat(settings, words.map(RedisKeys::bytes)).toArray(byte[][]::new);
    return redis.run(SESSIONS, key(user), args).thenApply(reply -> Set.copyOf(reply.texts()));
  }

  /** Notes that the session is replaced within that time, where it is noted at all. */
  CompletionStage<Void> moves(String user, String session, Duration within) {
    String word = ">" + within.toMillis() + ' ' + session;
    byte[] none = RedisKeys.bytes(0);
    return redis
        .run(SESSIONS, key(user), RedisKeys.bytes(""), none, none, RedisKeys.bytes(word))
        .thenAccept(done -> {});
  }

  private static String sign(Wish wish) {
    return switch (wish) {
      case ENTER -> "?";
      case STAY -> "+";
      case LEAVE -> "-";
    };
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
