package dev.parley.loadtest.history;

import dev.parley.loadtest.history.PresenceLog.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A history that keeps every promise, made at random as a list of acts, so that one of them can be
 * spoilt before it is written down. Readers come, are cut off and resume; one watches them.
 */
final class RandomHistory {

  /** One act; what it means depends on the kind, and what it does not need is 0. */
  record Act(Deed kind, int reader, int message, long number, boolean mark) {

    enum Deed {
      PUBLISH,
      SUBSCRIBE,
      DELIVER,
      CUT,
      JOIN,
      LEAVE
    }

    Act withMessage(int other) {
      return new Act(kind, reader, other, number, mark);
    }

    Act withNumber(long other) {
      return new Act(kind, reader, message, other, mark);
    }

    Act withMark(boolean other) {
      return new Act(kind, reader, message, number, other);
    }
  }

  private static final int READERS = 4;

  /** Reader 0 is never cut off and sees everything, as somebody in a real run does. */
  private static final int STEADY = 0;

  private final List<Act> acts = new ArrayList<>();
  private final long[] reached = new long[READERS];
  private final boolean[] present = new boolean[READERS];
  private final Random random;
  private int published;

  private RandomHistory(Random random) {
    this.random = random;
  }

  static List<Act> acts(Random random, int length) {
    return new RandomHistory(random).made(length);
  }

  private List<Act> made(int length) {
    for (int reader = 0; reader < READERS; reader++) {
      subscribe(reader);
    }
    publish();
    for (int i = 0; i < length; i++) {
      int reader = random.nextInt(READERS);
      switch (random.nextInt(4)) {
        case 0 -> publish();
        case 1 -> move(reader);
        default -> deliver(reader);
      }
    }
    for (int reader = 0; reader < READERS; reader++) {
      if (!present[reader]) {
        subscribe(reader);
      }
      boolean more = deliver(reader);
      while (more) {
        more = deliver(reader);
      }
    }
    return acts;
  }

  private void publish() {
    published++;
    add(Act.Deed.PUBLISH, 0, published, published);
  }

  private void subscribe(int reader) {
    long since = reached[reader];
    present[reader] = true;
    add(Act.Deed.SUBSCRIBE, reader, published, since);
    add(Act.Deed.JOIN, reader, 0, 0);
  }

  private void move(int reader) {
    if (!present[reader]) {
      subscribe(reader);
    } else if (reader != STEADY) {
      present[reader] = false;
      add(Act.Deed.CUT, reader, 0, 0);
      add(Act.Deed.LEAVE, reader, 0, 0);
    }
  }

  private boolean deliver(int reader) {
    long next = reached[reader] + 1;
    if (next > published || !present[reader]) {
      return false;
    }
    reached[reader] = next;
    add(Act.Deed.DELIVER, reader, (int) next, next);
    return true;
  }

  private void add(Act.Deed kind, int reader, int message, long number) {
    acts.add(new Act(kind, reader, message, number, kind == Act.Deed.SUBSCRIBE));
  }

  /** Writes the acts down and says what is wrong with them. */
  static List<Violation.Kind> wrong(List<Act> acts) {
    Script script = new Script();
    SessionLog publisher = script.session("publisher");
    SessionLog[] sessions = new SessionLog[READERS];
    SubscriptionLog[] logs = new SubscriptionLog[READERS];
    PresenceLog feed = script.watched(publisher);
    for (Act act : acts) {
      int reader = act.reader();
      String place = "a-" + act.number();
      switch (act.kind()) {
        case PUBLISH -> script.published(publisher, act.message(), place);
        case SUBSCRIBE -> {
          sessions[reader] = script.session("reader-" + reader);
          String end = "a-" + act.message();
          logs[reader] = script.resumed(sessions[reader], place, end, act.mark());
        }
        case DELIVER -> script.delivered(logs[reader], act.message(), place, act.mark());
        case CUT -> script.closed(sessions[reader]);
        case JOIN -> script.told(feed, What.JOIN, "reader-" + reader);
        case LEAVE -> script.told(feed, What.LEAVE, "reader-" + reader);
      }
    }
    return script.wrong();
  }
}
