package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which channels are to be compared with the store, and when: at most {@value #MOST} are asked for
 * at once, each at most once. One for which the store fails has its turn again {@value
 * #PAUSE_MILLIS} ms later; where it fails for all, the rest waits too. For any thread.
 */
final class Comparisons {

  static final int MOST = 64;
  static final int PAUSE_MILLIS = 1000;
  static final int ROUND_SECONDS = 3;

  /** For so many rounds after the last message a channel is compared in each. */
  private static final int ROUNDS = 20;

  private final LinkedHashSet<ChannelName> waiting = new LinkedHashSet<>();
  private final Set<ChannelName> underWay = new HashSet<>();

  /** Asked for anew while under way: the answer may be older than the reason. */
  private final Set<ChannelName> again = new HashSet<>();

  /** The round in which each channel was active last. */
  private final Map<ChannelName, Integer> active = new ConcurrentHashMap<>();

  private final Set<ChannelName> failed = new LinkedHashSet<>();
  private final Serial serial = new Serial();
  private final Function<ChannelName, CompletionStage<Void>> comparison;
  private final ScheduledExecutorService timer;
  private volatile int round;
  private int failuresInARow;

  /**
   * @param comparison compares one channel; ends at once where nobody listens to it
   */
  Comparisons(
      Function<ChannelName, CompletionStage<Void>> comparison, ScheduledExecutorService timer) {
    this.comparison = comparison;
    this.timer = timer;
  }

  /** Compares them when their turn comes. */
  void add(Collection<ChannelName> channels) {
    serial.run(
        () -> {
          channels.forEach(channel -> add(channel, false));
          next();
        });
  }

  /** Compares one before all that wait. */
  void addFirst(ChannelName channel) {
    serial.run(
        () -> {
          add(channel, true);
          next();
        });
  }

  /** Begins to compare, every {@value #ROUND_SECONDS} s, these and what was active lately. */
  void begin(Set<ChannelName> always) {
    var _ = timer.schedule(() -> nextRound(always), ROUND_SECONDS, TimeUnit.SECONDS);
  }

  int round() {
    return round;
  }

  /** A message came, or somebody; needs to be told once in a round. */
  void active(ChannelName channel) {
    active.put(channel, round);
  }

  void forget(ChannelName channel) {
    active.remove(channel);
  }

  private void nextRound(Set<ChannelName> always) {
    int now = round + 1;
    round = now;
    active.forEach(
        (channel, last) -> {
          if (now - last > ROUNDS) {
            active.remove(channel, last);
          }
        });
    add(always);
    add(active.keySet());
    begin(always);
  }

  private void add(ChannelName channel, boolean first) {
    if (underWay.contains(channel)) {
      again.add(channel);
    } else if (first) {
      waiting.addFirst(channel);
    } else {
      waiting.add(channel);
    }
  }

  private void next() {
    while (failuresInARow < MOST && underWay.size() < MOST && !waiting.isEmpty()) {
      ChannelName channel = waiting.removeFirst();
      underWay.add(channel);
      comparison
          .apply(channel)
          .whenComplete((done, failure) -> serial.run(() -> answered(channel, failure)));
    }
  }

  private void answered(ChannelName channel, @Nullable Throwable failure) {
    underWay.remove(channel);
    boolean asked = again.remove(channel);
    if (failure != null) {
      failuresInARow++;
      tryLater(channel);
    } else {
      failuresInARow = 0;
      if (asked) {
        waiting.addFirst(channel);
      }
    }
    next();
  }

  private void tryLater(ChannelName channel) {
    if (failed.isEmpty()) {
      var _ = timer.schedule(() -> serial.run(this::tryAgain), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
    failed.add(channel);
  }

  private void tryAgain() {
    failuresInARow = 0;
    failed.forEach(channel -> add(channel, false));
    failed.clear();
    next();
  }
}
