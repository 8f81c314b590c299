package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares one edge with the store: whether it misses messages at the end, and whether the channel
 * goes on in another log. Only the store can tell a new epoch from an old one, so messages of an
 * epoch that is not the edge's wait for its answer. Asking renews the node's interest, too. Touched
 * in the edge's serial only.
 */
final class Comparison {

  private static final int MOST_STRANGERS = 1024;
  private static final int MOST_FORMER = 8;

  /**
   * @param before how many questions had been asked when it came
   */
  private record Stranger(Arrived message, int before) {}

  private final Queue<Stranger> strangers = new ArrayDeque<>(0);

  /** Epochs that are over: what still comes of them is in the log or lost. */
  private final Deque<String> former = new ArrayDeque<>(0);

  private final ChannelName channel;
  private final Sequence sequence;
  private final Audience audience;
  private final Interest interest;
  private final EdgeContext context;
  private int questions;
  private boolean doubted;

  /** To be asked once it is known where the channel stands. */
  private boolean postponed;

  Comparison(
      ChannelName channel,
      Sequence sequence,
      Audience audience,
      Interest interest,
      EdgeContext context) {
    this.channel = channel;
    this.sequence = sequence;
    this.audience = audience;
    this.interest = interest;
    this.context = context;
  }

  /** Has the store asked soon; however often this is said meanwhile, once. */
  void doubt() {
    if (!doubted) {
      doubted = true;
      context.comparisons().addFirst(channel);
    }
  }

  void stranger(Arrived message) {
    if (former.contains(message.entry().id().epoch())) {
      return;
    }
    // What finds no room is logged, and the answer to the next question says up to where that is.
    if (strangers.size() < MOST_STRANGERS) {
      strangers.add(new Stranger(message, questions));
    }
    doubt();
  }

  /** It is known where the channel stands. */
  void begin() {
    if (postponed) {
      postponed = false;
      doubt();
    }
  }

  /** Nobody listens any more. */
  void forget() {
    strangers.clear();
    former.clear();
    doubted = false;
    postponed = false;
  }

  /**
   * Asks the store.
   *
   * @param answered told what failed, in the serial; then nothing has changed
   */
  void ask(Consumer<@Nullable Throwable> answered) {
    doubted = false;
    if (!sequence.isKnown()) {
      postponed = !audience.isEmpty();
      answered.accept(null);
      return;
    }
    int question = ++questions;
    int life = sequence.life();
    MessageId place = sequence.place();
    context.tally().compared.increment();
    interest.join(
        context.node().name(),
        new Since.After(place),
        (joined, failure) -> {
          if (joined != null && life == sequence.life()) {
            settle(place, joined);
            takeUp(question);
          } else if (joined != null && sequence.isKnown()) {
            doubt();
          }
          answered.accept(failure);
        });
  }

  private void settle(MessageId place, Joined joined) {
    if (!sequence.contradicts(joined.end(), place.number())) {
      sequence.reaches(joined.end().number());
      if (sequence.isOver()) {
        // It was not over after all, and what came meanwhile was left to the log.
        sequence.resume();
        doubt();
      }
      return;
    }
    if (sequence.place().number() > place.number()) {
      // More came of the old log while the store was asked; does the new one have that, too?
      sequence.stop();
      doubt();
      return;
    }
    Renewal renewal = Renewal.of(place, joined, sequence.isKept());
    context.tally().renewed.increment();
    replace(place.epoch(), joined.end().epoch());
    audience.renew(renewal);
    sequence.renew(renewal);
  }

  private void replace(String epoch, String next) {
    if (former.size() == MOST_FORMER) {
      former.removeFirst();
    }
    former.addLast(epoch);
    former.remove(next);
  }

  /** Messages of the epoch that the store has named go on; others were asked about in vain. */
  private void takeUp(int question) {
    List<Stranger> waiting = new ArrayList<>(strangers);
    strangers.clear();
    for (Stranger stranger : waiting) {
      boolean answered = stranger.before() < question && !sequence.isOver();
      if (sequence.isOf(stranger.message())) {
        sequence.accept(stranger.message());
      } else if (!answered) {
        strangers.add(stranger);
      }
    }
    if (!strangers.isEmpty()) {
      doubt();
    }
  }
}
