package dev.parley.cluster;

import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Where in the store something stands under a node's name, so that it is found when the node is
 * dead: a set of places for each name.
 *
 * <p>A place is a kind, a colon and a key: {@code i:} interest in a channel, {@code p:} members of
 * one, {@code f:} its presence feed, {@code u:} sessions of a user. It is added before the first
 * entry is written there, and removed a while after the last was taken back: a primary that missed
 * that brings the entry back when it takes over. Calls for one place take effect in their order.
 * Never blocks; a failure is the refusal {@code unavailable}, and a place may then be noted though
 * nothing is there, which is harmless.
 */
public final class NodeIndex {

  static final Script ADD = Script.of("index-add");
  static final Script REMOVE = Script.of("index-remove");
  static final Script PAGE = Script.of("index-page");
  private static final byte[] PAGE_SIZE = RedisKeys.bytes(200);
  private static final String BEGIN = "0";
  private static final int AT_ONCE = 64;

  /** Many that left one after the other are removed together. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  /** A place of a name, while something is done with it. */
  private record Noted(String name, String place) {}

  private record Left(Noted noted, Long until) {}

  private final Redis redis;
  private final RedisKeys keys;
  private final Duration kept;
  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final Turns<Noted, Object> turns = new Turns<>();

  /** Places with nothing in them, and when they are removed, of {@link System#nanoTime}. */
  private final Map<Noted, Long> left = new ConcurrentHashMap<>();

  /** The same in the order of that time, and others that are no longer left. */
  private final Queue<Left> leaving = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean waits = new AtomicBoolean();

  /**
   * @param kept how long a place is noted after {@link #remove}
   */
  public NodeIndex(Redis redis, RedisKeys keys, Duration kept) {
    this.redis = redis;
    this.keys = keys;
    this.kept = kept;
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
    // From here on no removal begins; one that has begun is busy until it is done.
    left.remove(noted);
    if (!turns.isBusy(noted) && places.contains(place)) {
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

  /** Forgets a place after a while, unless it is added meanwhile. */
  public void remove(String name, String place) {
    Left one = new Left(new Noted(name, place), System.nanoTime() + kept.toNanos());
    left.put(one.noted(), one.until());
    leaving.add(one);
    removeLater();
  }

  /** Removes at once what is left, for there will be nothing more under any name. */
  CompletionStage<Void> removeLeft() {
    return Paced.each(
        left.entrySet(), AT_ONCE, each -> remove(new Left(each.getKey(), each.getValue())));
  }

  private void removeLater() {
    if (waits.compareAndSet(false, true)) {
      Left first = leaving.peek();
      long nanos = first == null ? 0 : first.until() - System.nanoTime();
      CompletableFuture.delayedExecutor(Math.max(nanos, PAUSE_NANOS), TimeUnit.NANOSECONDS)
          .execute(this::removeDue);
    }
  }

  private void removeDue() {
    List<Left> due = new ArrayList<>();
    long now = System.nanoTime();
    for (Left one = leaving.peek(); one != null && one.until() - now <= 0; one = leaving.peek()) {
      due.add(one);
      leaving.poll();
    }
    Paced.each(due, AT_ONCE, this::remove)
        .whenComplete(
            (done, failure) -> {
              waits.set(false);
              if (!leaving.isEmpty()) {
                removeLater();
              }
            });
  }

  private CompletionStage<Void> remove(Left one) {
    Noted noted = one.noted();
    return turns.take(
        noted,
        one,
        () -> {
          if (!left.remove(noted, one.until())) {
            return DONE;
          }
          known.getOrDefault(noted.name(), new HashSet<>()).remove(noted.place());
          return redis
              .run(REMOVE, key(noted.name()), RedisKeys.bytes(noted.place()))
              .handle((answer, failure) -> null);
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
    left.keySet().removeIf(each -> each.name().equals(name));
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
