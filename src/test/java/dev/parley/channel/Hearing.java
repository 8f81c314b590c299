package dev.parley.channel;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Checks what one subscription hears, message by message, against what was in the channel. */
final class Hearing implements BiConsumer<Joined, Listener.Heard> {

  private final Chronicle log;
  private final Consumer<String> complain;

  /** In which era of the channel it has come at least. */
  private int era;

  private boolean first = true;
  private long last;

  Hearing(Chronicle log, Consumer<String> complain) {
    this.log = log;
    this.complain = complain;
  }

  /** What is missing has to be gone from the log at this moment, and marked. */
  @Override
  public void accept(Joined joined, Listener.Heard message) {
    if (first) {
      era = log.eraOf(joined.end().epoch());
    }
    int before = era;
    while (era <= log.now() && !log.era(era).holds(message.id())) {
      era++;
    }
    if (era > log.now()) {
      complain.accept("heard " + message.id() + ", which is of a log that is gone, or of none");
      return;
    }
    checkItIsWhatWasSaid(message);
    long place = first ? joined.after() : last;
    long shared = before == era ? place : log.shared(before, era);
    checkPlace(message, Math.min(place, shared));
    boolean missing = message.number() > Math.min(place, shared) + 1;
    boolean mustMark = missing || place > shared || (first && !joined.recovered());
    boolean mayMark =
        mustMark || (before < era && (log.lostAny(before, era) || log.oldestKept(era) > place + 1));
    last = message.number();
    first = false;
    if (message.gap() ? !mayMark : mustMark) {
      complain.accept(message.id() + " after " + place + " is marked " + message.gap());
    }
  }

  private void checkPlace(Listener.Heard message, long place) {
    if (message.number() <= place) {
      complain.accept("heard " + message.id() + " after " + place);
    }
    if (message.number() > place + 1 && !log.mayMissBefore(message.id(), era)) {
      complain.accept("missed some before " + message.id() + " that were kept, after " + place);
    }
  }

  private void checkItIsWhatWasSaid(Listener.Heard message) {
    Entry entry = log.era(era).entries().get((int) message.number() - 1);
    boolean same =
        message.timestamp() == entry.timestamp() && message.body().equals(Witness.bodyOf(entry));
    if (!same) {
      complain.accept("heard " + message + " instead of " + entry);
    }
  }
}
