package dev.parley.loadtest;

import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.SessionLog;
import dev.parley.loadtest.history.SessionLog.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How much happened in a run.
 *
 * @param accepted messages with a RECEIPT
 * @param repeated SENDs beyond the first of a message
 * @param unavailable SENDs refused with that code
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
    long median,
    long slow) {

  /** Counts what is in the history now. */
  public static Figures of(History history) {
    Map<String, Boolean> accepted = new HashMap<>();
    long sends = 0;
    long unavailable = 0;
    LongStream.Builder waits = LongStream.builder();
    for (SessionLog session : history.sessions()) {
      Map<String, Long> sent = new HashMap<>();
      for (Step step : session.steps()) {
        String name = step.channel() + step.key();
        switch (step.what()) {
          case SENT -> {
            sends++;
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
    long[] sorted = waits.build().sorted().toArray();
    return new Figures(
        history.sessions().size(),
        history.subscriptions().size(),
        accepted.values().stream().filter(is -> is).count(),
        sends - accepted.size(),
        unavailable,
        history.deliveries(),
        history.presences().stream().mapToLong(each -> each.size()).sum(),
        at(sorted, 0.5),
        at(sorted, 0.99));
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  @Override
  public String toString() {
    return ("%d sessions, %d subscriptions; %d messages accepted, %d repeated, %d unavailable; "
            + "%d deliveries, %d presence events; RECEIPT after %d ms, at most %d ms for 99%%")
        .formatted(
            sessions,
            subscriptions,
            accepted,
            repeated,
            unavailable,
            deliveries,
            presenceEvents,
            median,
            slow);
  }
}
