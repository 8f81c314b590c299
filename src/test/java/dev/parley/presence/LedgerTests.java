package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.presence.Entering.Entered;
import dev.parley.presence.Entering.Full;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node wants the store to hold gets there, whatever the store answers. */
class LedgerTests {

  private static final Occupant.Place ALICE =
      new Occupant.Place(new ChannelName("rooms", "lobby"), "alice");
  private static final Member MEMBER = new Member("alice", Optional.empty(), Optional.empty());
  private static final Seat PHONE = new Seat("phone", "sub-1");
  private static final Seat LAPTOP = new Seat("laptop", "sub-1");
  private static final Limits ROOM_FOR_TWO = new Limits(0, 2, true);
  private static final News DUE = new News.Due(5);

  /** A write that the store has not answered. */
  private record Write(Sitting sitting, int most, CompletableFuture<Entering> answer) {
    String name() {
      return sitting.name();
    }

    int sessions() {
      return sitting.sessions();
    }
  }

  private final ManualTime time = new ManualTime();
  private final List<Write> writes = new ArrayList<>();
  private final List<Entering> unasked = new ArrayList<>();
  private final List<Occupant.Place> over = new ArrayList<>();
  private final Set<String> swept = new HashSet<>();
  private String name = "node~1";
  private final Ledger<Occupant.Place, Occupant, Entering> ledger =
      new Ledger<>(
          place ->
              new Occupant(
                  place,
                  () -> name,
                  swept::contains,
                  (channel, sitting, limits) -> {
                    CompletableFuture<Entering> answer = new CompletableFuture<>();
                    writes.add(new Write(sitting, limits.maxMembers(), answer));
                    return answer;
                  }),
          over::add,
          (place, answer) -> unasked.add(answer),
          time);

  @Test
  void oneWriteIsUnderWayAtATimeAndTheNextSaysAllThatHappenedMeanwhile() {
    CompletableFuture<Entering> phone = enter(PHONE);
    CompletableFuture<Entering> laptop = enter(LAPTOP);
    leave(PHONE);
    assertThat(writes).hasSize(1);
    answer(new Entered(DUE));

    assertThat(phone).isCompletedWithValue(new Entered(DUE));
    assertThat(laptop).isCompletedWithValue(new Entered(new News.None()));
    assertThat(writes).hasSize(1);
    leave(LAPTOP);
    assertThat(writes).last().extracting(Write::sessions).isEqualTo(0);
    answer(new Entered(DUE));
    assertThat(over).containsExactly(ALICE);
    assertThat(ledger.size()).isZero();
  }

  @Test
  void whoWasInIsNotCountedAgain() {
    var _ = enter(PHONE);
    answer(new Entered(DUE));
    var _ = enter(LAPTOP);

    assertThat(writes.getFirst().most()).isEqualTo(2);
    assertThat(writes.getLast().most()).isZero();
    assertThat(writes.getLast().sessions()).isEqualTo(2);
    assertThat(writes).extracting(each -> each.sitting().wasIn()).containsExactly(false, true);
  }

  @Test
  void whoIsNotLetInHasNoSeat() {
    CompletableFuture<Entering> phone = enter(PHONE);
    answer(new Full());

    assertThat(phone).isCompletedWithValue(new Full());
    assertThat(ledger.size()).isZero();
  }

  @Test
  void newsOfOneWriteAreToldOnce() {
    var _ = enter(PHONE);
    answer(new Entered(DUE));
    leave(PHONE);
    CompletableFuture<Entering> laptop = enter(LAPTOP);
    CompletableFuture<Entering> phone = enter(PHONE);
    answer(new Entered(DUE));
    answer(new Entered(DUE));

    assertThat(writes).hasSize(3);
    assertThat(laptop).isCompletedWithValue(new Entered(DUE));
    assertThat(phone).isCompletedWithValue(new Entered(new News.None()));
  }

  @Test
  void entryThatFailedIsTakenBackOnceTheStoreIsThere() {
    CompletableFuture<Entering> phone = enter(PHONE);
    fail();
    assertThat(phone).isCompletedExceptionally();
    time.pass(1000);
    assertThat(writes).hasSize(2).last().extracting(Write::sessions).isEqualTo(0);
    fail();
    time.pass(1000);
    answer(new Entered(DUE));

    assertThat(unasked).containsExactly(new Entered(DUE));
    assertThat(over).containsExactly(ALICE);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void leaveThatFailedIsRepeatedAndAnotherSeatSurvives() {
    var _ = enter(PHONE);
    answer(new Entered(DUE));
    var _ = enter(LAPTOP);
    answer(new Entered(DUE));
    leave(PHONE);
    fail();
    time.pass(1000);

    assertThat(writes).last().extracting(Write::sessions).isEqualTo(1);
    answer(new Entered(DUE));
    assertThat(over).isEmpty();
  }

  @Test
  void everythingIsWrittenAgainUnderAnotherName() {
    var _ = enter(PHONE);
    answer(new Entered(DUE));
    assertThat(ledger.writeAll().toCompletableFuture()).isCompleted();
    assertThat(writes).hasSize(1);

    name = "node~2";
    CompletableFuture<Void> all = ledger.writeAll().toCompletableFuture();
    assertThat(writes).last().extracting(Write::name).isEqualTo("node~2");
    assertThat(all).isNotDone();
    answer(new Entered(DUE));
    assertThat(all).isCompleted();
  }

  @Test
  void whoMayHaveBeenSweptEntersAnewAndWhoWasNotDoesNot() {
    var _ = enter(PHONE);
    answer(new Entered(DUE));
    for (String next : List.of("node~2", "node~3")) {
      name = next;
      var _ = ledger.writeAll();
      answer(new Entered(DUE));
      swept.add(next);
    }

    name = "node~4";
    var _ = ledger.writeAll();
    assertThat(writes)
        .extracting(each -> each.sitting().wasIn())
        .containsExactly(false, true, false, false);
  }

  private CompletableFuture<Entering> enter(Seat seat) {
    return ledger
        .change(ALICE, known -> known.enter(MEMBER, seat, ROOM_FOR_TWO))
        .toCompletableFuture();
  }

  private void leave(Seat seat) {
    var _ = ledger.change(ALICE, known -> known.leave(seat, ROOM_FOR_TWO)).toCompletableFuture();
  }

  private void answer(Entering answer) {
    writes.getLast().answer().complete(answer);
  }

  private void fail() {
    writes.getLast().answer().completeExceptionally(new Refusal(RefusalCode.UNAVAILABLE));
  }
}
