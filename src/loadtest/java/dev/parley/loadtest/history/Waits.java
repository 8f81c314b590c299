package dev.parley.loadtest.history;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * How long messages took from the log to who listened, in milliseconds, resumed ones included.
 *
 * @param count of the deliveries
 * @param median of them
 * @param slow the same at the 99th percentile
 */
public record Waits(int count, long median, long slow, long slowest) {

  /**
   * Of what was logged at those times.
   *
   * @param wanted asked with milliseconds of the history
   */
  public static Waits of(History history, LongPredicate wanted) {
    LongStream.Builder all = LongStream.builder();
    for (SubscriptionLog log : history.subscriptions()) {
      for (int i = 0; i < log.deliveries().size(); i++) {
        Delivery each = log.deliveries().get(i);
        long logged = history.timeOf(each.timestamp());
        if (wanted.test(logged) && isNews(log, each)) {
          all.add(each.at() - logged);
        }
      }
    }
    long[] sorted = all.build().sorted().toArray();
    return new Waits(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  /** Who asks for the last ones asks for what others had long before. */
  private static boolean isNews(SubscriptionLog log, Delivery delivery) {
    boolean old =
        log.since().startsWith("last:")
            && log.begin().filter(end -> delivery.place().number() <= end.number()).isPresent();
    return !old;
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  @Override
  public String toString() {
    return "%d deliveries after %d ms, %d ms for 99%%, at most %d ms"
        .formatted(count, median, slow, slowest);
  }
}
