package dev.parley.store;

import dev.parley.channel.Appended;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.channel.Serial;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What this node asks of one channel, in the order of the calls, though on the way a redirect could
 * let one overtake another.
 *
 * <p>At most one append is under way. Those that come meanwhile go together in the next, and fail
 * with the one before: their outcome would be known, but not the order of what was sent. Nothing
 * overtakes an append that waits, and joins and leaves wait for each other; all else is pipelined.
 * Answers come in the order of the calls. For any thread.
 */
final class ChannelLine {

  /** A script holds up everybody else's, so that a batch has an end. */
  private static final int MOST_PUBLICATIONS = 100;

  private static final long MOST_BYTES = 256 * 1024;

  private final RedisLog log;
  private final Duration window;

  // Only touched by what serial runs.
  private final Serial serial = new Serial();
  private final Deque<Step<?>> waiting = new ArrayDeque<>();
  private final Deque<Step<?>> unanswered = new ArrayDeque<>();
  private boolean appending;
  private int joins;
  private int leaves;

  /** How many have come for this channel and not yet gone; guarded by whoever holds the line. */
  int users;

  ChannelLine(RedisLog log, Duration window) {
    this.log = log;
    this.window = window;
  }

  RedisLog log() {
    return log;
  }

  <T> CompletionStage<T> add(Step<T> step) {
    serial.run(
        () -> {
          waiting.add(step);
          unanswered.add(step);
          goOn();
        });
    return step.answer();
  }

  private void goOn() {
    while (!waiting.isEmpty() && mayBegin(waiting.element())) {
      switch (waiting.remove()) {
        case Step.Append append -> begin(append);
        case Step.Single<?> single -> begin(single);
      }
    }
    while (!unanswered.isEmpty() && unanswered.element().isDone()) {
      unanswered.remove().tell();
    }
  }

  private boolean mayBegin(Step<?> step) {
    return switch (step) {
      case Step.Append append -> !appending;
      case Step.Single<?> single ->
          switch (single.kind) {
            case JOIN -> leaves == 0;
            case LEAVE -> joins == 0 && leaves == 0;
            case READ -> true;
          };
    };
  }

  private <T> void begin(Step.Single<T> step) {
    count(step.kind, 1);
    var _ =
        step.work
            .get()
            .whenComplete(
                (value, failure) ->
                    serial.run(
                        () -> {
                          count(step.kind, -1);
                          if (failure == null) {
                            step.succeed(value);
                          } else {
                            step.fail(failure);
                          }
                          goOn();
                        }));
  }

  private void count(Step.Kind kind, int change) {
    switch (kind) {
      case JOIN -> joins += change;
      case LEAVE -> leaves += change;
      case READ -> {}
    }
  }

  private void begin(Step.Append first) {
    appending = true;
    List<Step.Append> batch = batch(first);
    List<Publication> publications = new ArrayList<>();
    batch.forEach(each -> publications.addAll(each.publications));
    Retention retention = first.retention;
    var _ =
        log.append(retention, publications, window)
            .whenComplete(
                (answers, failure) ->
                    serial.run(
                        () -> {
                          appending = false;
                          if (failure == null) {
                            succeed(batch, answers);
                          } else {
                            fail(batch, failure);
                          }
                          goOn();
                        }));
  }

  /** The first and those behind it that may go along. */
  private List<Step.Append> batch(Step.Append first) {
    List<Step.Append> batch = new ArrayList<>();
    batch.add(first);
    int publications = first.publications.size();
    long bytes = first.bytes();
    while (waiting.peek() instanceof Step.Append next
        && next.retention.equals(first.retention)
        && publications + next.publications.size() <= MOST_PUBLICATIONS
        && bytes + next.bytes() <= MOST_BYTES) {
      waiting.remove();
      batch.add(next);
      publications += next.publications.size();
      bytes += next.bytes();
    }
    return batch;
  }

  private static void succeed(List<Step.Append> batch, List<Appended> answers) {
    int from = 0;
    for (Step.Append each : batch) {
      int to = from + each.publications.size();
      each.succeed(List.copyOf(answers.subList(from, to)));
      from = to;
    }
  }

  private void fail(List<Step.Append> batch, Throwable failure) {
    batch.forEach(each -> each.fail(failure));
    waiting.removeIf(
        each -> {
          if (each instanceof Step.Append append) {
            append.fail(failure);
            return true;
          }
          return false;
        });
  }
}
