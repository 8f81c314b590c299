package dev.parley.loadtest;

import dev.parley.loadtest.history.Delivery;
import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.SessionLog;
import dev.parley.loadtest.history.SessionLog.Step;
import dev.parley.loadtest.history.SubscriptionLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * How much happened in a run.
 *
 * @param accepted messages with a RECEIPT
 * @param repeated SENDs beyond the first of a message
 * @param unavailable SENDs refused with that code
 * @param gaps deliveries marked {@code gap:true}
 * @param epochs of all channels together, as deliveries showed them
 * @param median of the milliseconds from the SEND to its RECEIPT
 * @param slow the same at the 99th percentile
 */
public record Figures(
    long sessions,
    long subscriptions,
    long accepted,
    long repeated,
    long unavailable,
    long deliveries,
    long presenceEvents,
    long gaps,
    long epochs,
    long median,
    long slow) {

  /** Counts what is in the history now. */
  public static Figures of(History history) {
    Sends sends = new Sends();
    history.sessions().forEach(sends::count);
    long gaps = 0;
    Set<String> epochs = new HashSet<>();
    for (SubscriptionLog log : history.subscriptions()) {
      for (int i = 0; i < log.deliveries().size(); i++) {
        Delivery each = log.deliveries().get(i);
        gaps += each.gap() ? 1 : 0;
        epochs.add(log.channel() + each.place().epoch());
      }
    }
    long[] sorted = sends.waits.build().sorted().toArray();
    return new Figures(
        history.sessions().size(),
        history.subscriptions().size(),
        sends.accepted.values().stream().filter(is -> is).count(),
        sends.all - sends.accepted.size(),
        sends.unavailable,
        history.deliveries(),
        history.presences().stream().mapToLong(each -> each.size()).sum(),
        gaps,
        epochs.size(),
        at(sorted, 0.5),
        at(sorted, 0.99));
  }

  /** What became of the SENDs of all sessions. */
  private static final class Sends {

    private final Map<String, Boolean> accepted = new HashMap<>();
    private final LongStream.Builder waits = LongStream.builder();
    private long all;
    private long unavailable;

    void count(SessionLog session) {
      Map<String, Long> sent = new HashMap<>();
      for (Step step : session.steps()) {
        String name = step.channel() + step.key();
        switch (step.what()) {
          case SENT -> {
            all++;
            accepted.putIfAbsent(name, false);
            sent.put(name, step.at());
          }
          case REFUSED -> unavailable += step.note().equals("unavailable") ? 1 : 0;
          case ACCEPTED -> {
            accepted.put(name, true);
            waits.add(step.at() - sent.getOrDefault(name, step.at()));
          }
        }
      }
    }
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  @Override
  public String toString() {
    return ("%d sessions, %d subscriptions; %d messages accepted, %d repeated, %d unavailable; %d"
            + " deliveries, %d gaps, %d epochs, %d presence events; RECEIPT after %d ms, at"
            + " most %d ms for 99%%")
        .formatted(
            sessions,
            subscriptions,
            accepted,
            repeated,
            unavailable,
            deliveries,
            gaps,
            epochs,
            presenceEvents,
            median,
            slow);
  }
}
