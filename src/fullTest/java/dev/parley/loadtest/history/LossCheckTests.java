package dev.parley.loadtest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtest.history.Violation.Kind;
import org.junit.jupiter.api.Test;

/**
 * Histories in which the store was lost, failed over or trimmed: a new epoch, a mark and {@code
 * recovered:false} excuse what they announce, and nothing else.
 */
class LossCheckTests {

  private final Script script = new Script();
  private final SessionLog ann = script.session("ann");
  private final SessionLog bob = script.session("bob");

  private void published(String epoch, int first, int last) {
    for (int i = first; i <= last; i++) {
      script.published(ann, i, epoch + "-" + i);
    }
  }

  @Test
  void numbersThatGoOnInANewEpochAreRight() {
    published("a", 1, 3);
    published("b", 4, 5);
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.delivered(log, "b", 4, 5);

    assertThat(script.wrongAfterLoss()).isEmpty();
  }

  @Test
  void numbersThatAreUsedAgainAreRight() {
    published("a", 1, 3);
    script.published(ann, 13, "b-3");
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.delivered(log, 13, "b-3", true);

    assertThat(script.wrongAfterLoss()).isEmpty();
  }

  @Test
  void aMessageOfTheNewEpochThatIsLeftOutIsFound() {
    published("a", 1, 3);
    published("b", 4, 6);
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.delivered(log, "b", 5, 6);

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void aNumberThatIsUsedAgainAndLeftOutIsFound() {
    published("a", 1, 3);
    script.published(ann, 13, "b-3");
    script.published(ann, 14, "b-4");
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.delivered(log, 14, "b-4");

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void anEpochThatComesBackIsFound() {
    published("a", 1, 3);
    published("b", 3, 3);
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 2);
    script.delivered(log, "b", 3, 3);
    script.delivered(log, "a", 3, 3);

    assertThat(script.wrongAfterLoss()).contains(Kind.REORDERED);
  }

  @Test
  void whoIsLeftBehindInAnOldEpochIsFound() {
    SubscriptionLog log = script.live(bob, "a-0");
    published("a", 1, 3);
    published("b", 4, 4);
    script.delivered(log, "a", 1, 3);

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.LOST);
  }

  @Test
  void aResumeThatIsToldOfTheLossIsRight() {
    published("a", 1, 3);
    script.published(ann, 11, "b-1");
    SubscriptionLog log = script.resumed(bob, "a-3", "b-1", false);
    script.delivered(log, 11, "b-1", true);

    assertThat(script.wrongAfterLoss()).isEmpty();
  }

  @Test
  void aResumeAcrossALossThatSaysNothingIsFound() {
    published("a", 1, 3);
    script.published(ann, 11, "b-1");
    script.published(ann, 12, "b-2");
    SubscriptionLog log = script.resumed(bob, "a-3", "b-2", true);

    script.published(ann, 13, "b-3");
    script.delivered(log, 13, "b-3");

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void anAcceptedMessageThatVanishesWithoutANewEpochIsFound() {
    published("a", 1, 3);
    script.published(ann, 4, "a-4");
    script.delivered(script.live(bob, "a-0"), "a", 1, 3);

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.LOST);
  }

  @Test
  void aMarkForWhatTheLogNoLongerHasIsRight() {
    published("a", 1, Script.RETAINED + 10);
    SubscriptionLog log = script.resumed(bob, "a-0", "a-10", true);
    script.delivered(log, 11, "a-11", true);
    script.delivered(log, "a", 12, Script.RETAINED + 10);

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aGapForWhatTheLogNoLongerHasNeedsItsMark() {
    published("a", 1, Script.RETAINED + 10);
    SubscriptionLog log = script.resumed(bob, "a-0", "a-10", true);
    script.delivered(log, "a", 11, Script.RETAINED + 10);

    assertThat(script.wrong()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void moreEpochsThanLossesAreFound() {
    for (int i = 1; i <= 4; i++) {
      script.published(ann, i, "e" + i + "-" + i);
    }

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.NEW_EPOCH);
  }
}
