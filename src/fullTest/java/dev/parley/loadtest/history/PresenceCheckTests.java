package dev.parley.loadtest.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtest.history.PresenceLog.What;
import dev.parley.loadtest.history.Violation.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceCheckTests {

  private final Script script = new Script();
  private final SessionLog ann = script.session("ann");
  private final SessionLog bob = script.session("bob");

  @Test
  void joinsAndLeavesThatTakeTurnsAreRight() {
    script.live(ann, "a-0");
    PresenceLog log = script.watched(ann, "ann");
    SubscriptionLog seat = script.live(bob, "a-0");
    script.told(log, What.JOIN, "bob");
    script.unsubscribed(seat);
    script.told(log, What.LEAVE, "bob");
    script.live(bob, "a-0");
    script.told(log, What.JOIN, "bob");

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aSecondJoinIsFound() {
    script.live(ann, "a-0");
    script.live(bob, "a-0");
    PresenceLog log = script.watched(ann, "ann", "bob");
    script.told(log, What.JOIN, "bob");

    assertThat(script.wrong()).containsExactly(Kind.PRESENCE);
  }

  @Test
  void aSecondLeaveIsFound() {
    script.live(ann, "a-0");
    PresenceLog log = script.watched(ann, "ann");
    script.told(log, What.LEAVE, "bob");

    assertThat(script.wrong()).containsExactly(Kind.PRESENCE);
  }

  @Test
  void aLeaveOfWhoStaysIsFoundEvenIfItIsTakenBack() {
    script.live(ann, "a-0");
    script.live(bob, "a-0");
    PresenceLog log = script.watched(ann, "ann", "bob");
    script.told(log, What.LEAVE, "bob");
    script.told(log, What.JOIN, "bob");

    assertThat(script.wrong()).containsExactly(Kind.PRESENCE);
    assertThat(script.wrongAfterLoss()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({SessionLog.MOVED + ",1", SessionLog.CLOSED + ",0"})
  void whoMovedMustNotLeaveBeforeButWhomTheServiceClosedMay(String how, int wrong) {
    script.live(ann, "a-0");
    script.live(bob, "a-0");
    PresenceLog log = script.watched(ann, "ann", "bob");
    script.told(log, What.LEAVE, "bob");
    script.closed(bob, how);

    assertThat(script.wrong()).hasSize(wrong).allMatch(Kind.PRESENCE::equals);
  }

  @Test
  void whoIsShownButGoneIsFound() {
    script.live(ann, "a-0");
    script.watched(ann, "ann", "bob");

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.PRESENCE);
  }

  @Test
  void whoIsThereButNotShownIsFound() {
    script.live(ann, "a-0");
    script.live(bob, "a-0");
    script.watched(ann, "ann");

    assertThat(script.wrongAfterLoss()).containsExactly(Kind.PRESENCE);
  }

  @Test
  void aNewSnapshotReplacesWhatWasKnown() {
    script.live(ann, "a-0");
    PresenceLog log = script.watched(ann, "ann", "bob");
    script.told(log, What.SNAPSHOT, "ann");

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void countsNameNobody() {
    script.live(ann, "a-0");
    PresenceLog log = script.watched(ann, "ann", "bob");
    script.told(log, What.COUNT);

    assertThat(script.wrong()).isEmpty();
  }

  @Test
  void aChangeBeforeTheFirstSnapshotIsFound() {
    PresenceLog log = script.unseen(ann);
    script.told(log, What.JOIN, "ann");
    script.told(log, What.SNAPSHOT);

    assertThat(script.wrong()).containsExactly(Kind.PRESENCE);
  }
}
