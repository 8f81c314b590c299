package dev.parley.loadtest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtest.history.Violation.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histories without Redis faults: the right ones pass, each planted fault is found. */
class HistoryCheckerTests {

  private final Script script = new Script();
  private final SessionLog ann = script.session("ann");
  private final SessionLog bob = script.session("bob");

  @BeforeEach
  void annPublishesFiveMessages() {
    for (int i = 1; i <= 5; i++) {
      script.published(ann, i, "a-" + i);
    }
  }

  @Test
  void whatEverybodyGetsInOrderIsRight() {
    script.delivered(script.live(ann, "a-0"), "a", 1, 5);
    script.delivered(script.live(bob, "a-2"), "a", 3, 5);

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aResumeAfterACutIsRight() {
    SubscriptionLog first = script.live(bob, "a-0");
    script.delivered(first, "a", 1, 2);
    script.closed(bob);
    SessionLog back = script.session("bob");
    script.delivered(script.resumed(back, "a-2", "a-4", true), "a", 3, 5);

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aMessageThatIsLostInTheMiddleIsFound() {
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 2);
    script.delivered(log, "a", 4, 5);

    assertThat(script.wrong()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void aMarkDoesNotExcuseALossThatTheLogCouldHaveMended() {
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 2);
    script.delivered(log, 4, "a-4", true);
    script.delivered(log, 5, "a-5");

    assertThat(script.wrong()).containsExactly(Kind.NEEDLESS_GAP);
  }

  @Test
  void aMarkWhereNothingIsMissingIsFound() {
    SubscriptionLog log = script.live(bob, "a-3");
    script.delivered(log, 4, "a-4", true);
    script.delivered(log, 5, "a-5");

    assertThat(script.wrong()).containsExactly(Kind.NEEDLESS_GAP);
  }

  @Test
  void anAcceptedMessageThatReachedNobodyIsFound() {
    script.delivered(script.live(bob, "a-0"), "a", 1, 4);

    assertThat(script.wrong()).containsExactly(Kind.LOST);
  }

  @Test
  void whoHasGoneNeedsNoMore() {
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.unsubscribed(log);

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aMessageThatCameTwiceIsFound() {
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 3);
    script.delivered(log, "a", 3, 5);

    assertThat(script.wrong()).containsExactly(Kind.DUPLICATE);
  }

  @Test
  void messagesThatChangedPlacesAreFound() {
    SubscriptionLog log = script.live(bob, "a-0");
    script.delivered(log, "a", 1, 2);
    script.delivered(log, "a", 4, 4);
    script.delivered(log, "a", 3, 3);
    script.delivered(log, "a", 5, 5);

    assertThat(script.wrong()).contains(Kind.REORDERED);
  }

  @Test
  void subscribersWhoDisagreeAreFound() {
    script.delivered(script.live(ann, "a-0"), "a", 1, 5);
    SubscriptionLog log = script.live(bob, "a-3");
    script.delivered(log, 5, "a-4");
    script.delivered(log, 4, "a-5");

    assertThat(script.wrong()).contains(Kind.DISAGREEMENT);
  }

  @Test
  void aReceiptForAnotherPlaceIsFound() {
    script.published(ann, 6, "a-7");
    SubscriptionLog log = script.live(bob, "a-5");
    script.delivered(log, 6, "a-6");

    assertThat(script.wrong()).contains(Kind.DOUBLE_PUBLISH);
  }

  @Test
  void aKeyThatIsLoggedTwiceIsFound() {
    script.sent(ann, 5);
    script.accepted(ann, 5, "a-6");
    script.delivered(script.live(bob, "a-5"), 5, "a-6");

    assertThat(script.wrong()).contains(Kind.DOUBLE_PUBLISH);
  }

  @Test
  void aRepeatedSendThatIsAnsweredWithTheFirstPlaceIsRight() {
    script.sent(ann, 5);
    script.accepted(ann, 5, "a-5");

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void messagesOfASessionInAnotherOrderAreFound() {
    script.sent(bob, 11);
    script.sent(bob, 12);
    script.accepted(bob, 12, "a-6");
    script.accepted(bob, 11, "a-7");

    assertThat(script.wrong()).containsExactly(Kind.SESSION_ORDER);
  }

  @Test
  void aMessageThatWasRefusedAndSaidAgainMayStandLater() {
    script.sent(bob, 11);
    script.sent(bob, 12);
    script.refused(bob, 11, "unavailable");
    script.sent(bob, 11);
    script.accepted(bob, 12, "a-6");
    script.accepted(bob, 11, "a-7");

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aResumeThatSkipsIsFound() {
    script.delivered(script.resumed(bob, "a-1", "a-4", true), "a", 3, 5);

    assertThat(script.wrong()).containsExactly(Kind.UNMARKED_GAP);
  }

  @Test
  void aResumeThatBeginsTooEarlyIsFound() {
    script.delivered(script.resumed(bob, "a-3", "a-4", true), "a", 3, 5);

    assertThat(script.wrong()).containsExactly(Kind.SEAM);
  }

  @Test
  void aResumeThatGivesUpWithoutNeedIsFound() {
    script.delivered(script.resumed(bob, "a-3", "a-5", false), "a", 4, 5);

    assertThat(script.wrong()).containsExactly(Kind.NEEDLESS_GAP);
  }

  @Test
  void anAnswerThatForgetsWhetherItRecoveredIsFound() {
    script.delivered(script.live(bob, "a-5"), 6, "a-6");
    script.published(ann, 6, "a-6");
    SubscriptionLog log = script.lastOf(bob, 3, "a-6");
    script.delivered(log, "a", 4, 6);
    assertThat(script.wrong()).isEmpty();

    script.delivered(script.withoutRecovered(bob, "a-5", "a-5"), "a", 6, 6);

    assertThat(script.wrong()).containsExactly(Kind.SEAM);
  }

  @Test
  void aMessageBeforeTheReceiptIsFound() {
    SubscriptionLog log = script.unanswered(bob);
    script.delivered(log, 5, "a-5");

    assertThat(script.wrong()).containsExactly(Kind.SEAM);
  }

  @Test
  void timeThatRunsBackwardsIsFound() {
    SubscriptionLog log = script.live(bob, "a-3");
    script.deliveredAt(log, 4, "a-4", 2000, false);
    script.deliveredAt(log, 5, "a-5", 1999, false);

    assertThat(script.wrong()).containsExactly(Kind.TIME_BACKWARDS);
  }

  @Test
  void aMessageThatNobodySentIsFound() {
    script.delivered(script.live(bob, "a-5"), 77, "a-6");

    assertThat(script.wrong()).containsExactly(Kind.INVENTED);
  }

  @Test
  void aNewEpochWithoutNeedIsFound() {
    script.delivered(script.live(bob, "a-4"), 5, "a-5");
    script.published(ann, 6, "b-6");

    assertThat(script.wrong()).contains(Kind.NEW_EPOCH);
  }

  @Test
  void aMessageWithoutAnAnswerIsFound() {
    script.sent(bob, 11);

    assertThat(script.wrong()).containsExactly(Kind.UNANSWERED);
  }

  @Test
  void aRefusalOfWhatWasAcceptedMeanwhileIsRight() {
    script.sent(bob, 11);
    script.sent(bob, 11);
    script.accepted(bob, 11, "a-6");
    script.refused(bob, 11, "unavailable");

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aRefusalOfWhatIsRightIsFound() {
    bob.error("unavailable");
    assertThat(script.wrong()).isEmpty();

    bob.error("bad-frame");

    assertThat(script.wrong()).containsExactly(Kind.REFUSED);
  }
}
