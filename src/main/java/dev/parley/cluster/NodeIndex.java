package dev.parley.cluster;

import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Where in the store something stands under a node's name, so that it is found when the node is
 * dead: a set of places for each name.
 *
 * <p>A place is a kind, a colon and a key: {@code i:} interest in a channel, {@code p:} members of
 * one, {@code f:} its presence feed, {@code u:} sessions of a user. It is added before the first
 * entry is written there, and removed after the last is taken back. Calls for one place take effect
 * in their order. Never blocks; a failure is the refusal {@code unavailable}, and a place may then
 * be noted though nothing is there, which is harmless.
 */
public final class NodeIndex {

  static final Script ADD = Script.of("index-add");
  static final Script REMOVE = Script.of("index-remove");
  static final Script PAGE = Script.of("index-page");
  private static final byte[] PAGE_SIZE = RedisKeys.bytes(200);
  private static final String BEGIN = "0";

  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  /** A place of a name, while something is done with it. */
  private record Noted(String name, String place) {}

  private final Redis redis;
  private final RedisKeys keys;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final Turns<Noted, Script> turns = new Turns<>();

  public NodeIndex(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  static List<Probe> probes(RedisKeys keys) {
    List<byte[]> key = List.of(keys.of("probe", "index"));
    byte[] place = RedisKeys.bytes("probe");
    return List.of(
        new Probe(ADD, key, List.of(place)),
        new Probe(PAGE, key, List.of(RedisKeys.bytes(BEGIN), PAGE_SIZE)),
        new Probe(REMOVE, key, List.of(place)));
  }

  /** The answer comes when the place is noted; at once where it was noted before. */
  public CompletionStage<Void> add(String name, String place) {
    Set<String> places = known.computeIfAbsent(name, any -> ConcurrentHashMap.newKeySet());
    Noted noted = new Noted(name, place);
    if (places.contains(place) && !turns.isBusy(noted)) {
      return DONE;
    }
    return turns.take(
        noted,
        ADD,
        () ->
            places.contains(place)
                ? DONE
                : redis
                    .run(ADD, key(name), RedisKeys.bytes(place))
                    .thenRun(() -> places.add(place)));
  }

  /** Forgets a place; one that is not noted is ignored. */
  public CompletionStage<Void> remove(String name, String place) {
    return turns.take(
        new Noted(name, place),
        REMOVE,
        () -> {
          known.getOrDefault(name, new HashSet<>()).remove(place);
          return redis.run(REMOVE, key(name), RedisKeys.bytes(place)).thenAccept(answer -> {});
        });
  }

  /**
   * Takes a step for each place of the name, {@code atOnce} of them under way at a time: those that
   * the store knows, and those that this node noted itself, which a store that lost its memory does
   * not know.
   */
  CompletionStage<Void> each(
      String name, int atOnce, Function<String, ? extends CompletionStage<?>> step) {
    Set<String> own = new LinkedHashSet<>(known.getOrDefault(name, Set.of()));
    return Paced.each(own, atOnce, step)
        .thenCompose(
            done ->
                pages(
                    name, BEGIN, atOnce, place -> own.contains(place) ? DONE : step.apply(place)));
  }

  /** Forgets all places of the name. */
  CompletionStage<Void> forget(String name) {
    known.remove(name);
    return redis.run(REMOVE, key(name)).thenAccept(answer -> {});
  }

  private CompletionStage<Void> pages(
      String name, String cursor, int atOnce, Function<String, ? extends CompletionStage<?>> step) {
    return redis
        .run(PAGE, key(name), RedisKeys.bytes(cursor), PAGE_SIZE)
        .thenCompose(
            page ->
                Paced.each(page.list(1).texts(), atOnce, step)
                    .thenCompose(
                        done ->
                            page.text(0).equals(BEGIN)
                                ? DONE
                                : pages(name, page.text(0), atOnce, step)));
  }

  private List<byte[]> key(String name) {
    return List.of(keys.of(name, "index"));
  }
}
