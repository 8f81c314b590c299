package dev.parley.loadtest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtest.history.RandomHistory.Act;
import dev.parley.loadtest.history.RandomHistory.Act.Deed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of a thousand right histories none is blamed; spoil any one act of one, and it is found. */
class SpoiltHistoryTests {

  private static final int HISTORIES = 1000;
  private static final int LENGTH = 60;

  /** What may be done to a history so that a promise is broken. */
  enum Fault {
    LOSE_A_MESSAGE {
      @Override
      void spoil(List<Act> acts, Random random) {
        acts.remove(any(acts, random, each -> isInTheMiddle(acts, each)));
      }
    },
    DOUBLE_A_MESSAGE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.DELIVER);
        acts.add(at + 1, acts.get(at));
      }
    },
    CHANGE_TWO_MESSAGES {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> isInTheMiddle(acts, each));
        Collections.swap(acts, at, next(acts, at));
      }
    },
    DELIVER_ANOTHER_MESSAGE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.DELIVER);
        acts.set(at, acts.get(at).withMessage(acts.get(at).message() + 1));
      }
    },
    MARK_A_GAP_THAT_IS_NONE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.DELIVER);
        acts.set(at, acts.get(at).withMark(true));
      }
    },
    RESUME_TOO_LATE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at =
            any(
                acts,
                random,
                each -> acts.get(each).kind() == Deed.SUBSCRIBE && isFollowed(acts, each));
        acts.set(at, acts.get(at).withNumber(acts.get(at).number() + 1));
      }
    },
    SAY_IT_DID_NOT_RECOVER {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.SUBSCRIBE);
        acts.set(at, acts.get(at).withMark(false));
      }
    },
    ACKNOWLEDGE_ANOTHER_PLACE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.PUBLISH);
        acts.set(at, acts.get(at).withNumber(acts.get(at).number() + 1));
      }
    },
    LOG_A_MESSAGE_TWICE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> acts.get(each).kind() == Deed.PUBLISH);
        acts.add(acts.get(at).withNumber(LENGTH));
      }
    },
    TELL_A_CHANGE_TWICE {
      @Override
      void spoil(List<Act> acts, Random random) {
        int at = any(acts, random, each -> isPresence(acts.get(each)));
        acts.add(at + 1, acts.get(at));
      }
    },
    NOT_TELL_A_CHANGE {
      @Override
      void spoil(List<Act> acts, Random random) {
        acts.remove(any(acts, random, each -> isPresence(acts.get(each))));
      }
    };

    abstract void spoil(List<Act> acts, Random random);

    static int any(List<Act> acts, Random random, Predicate<Integer> fits) {
      int at = random.nextInt(acts.size());
      while (!fits.test(at)) {
        at = random.nextInt(acts.size());
      }
      return at;
    }

    static boolean isPresence(Act act) {
      return act.kind() == Deed.JOIN || act.kind() == Deed.LEAVE;
    }

    /** A message after which another came in the same subscription. */
    static boolean isInTheMiddle(List<Act> acts, int at) {
      return acts.get(at).kind() == Deed.DELIVER && isFollowed(acts, at);
    }

    static boolean isFollowed(List<Act> acts, int at) {
      int next = next(acts, at);
      return next < acts.size() && acts.get(next).kind() == Deed.DELIVER;
    }

    /** The next act of the same reader's connection. */
    static int next(List<Act> acts, int at) {
      int next = at + 1;
      while (next < acts.size()
          && !(acts.get(next).reader() == acts.get(at).reader()
              && (acts.get(next).kind() == Deed.DELIVER || acts.get(next).kind() == Deed.CUT))) {
        next++;
      }
      return next;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultIsFound(Fault fault) {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      List<Act> acts = RandomHistory.acts(random, LENGTH);
      assertThat(RandomHistory.wrong(acts)).as("right, seed %d", seed).isEmpty();

      List<Act> spoilt = new ArrayList<>(acts);
      fault.spoil(spoilt, random);

      assertThat(RandomHistory.wrong(spoilt)).as("seed %d of %s", seed, acts).isNotEmpty();
    }
  }
}
