package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.presence.OnlineUser.Wish;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a node asks of the store for the sessions of one user, and what it makes of the answers. */
class OnlineUserTests {

  /** A write that the store has not answered. */
  private record Write(
      String name, Map<String, Wish> sessions, int most, CompletableFuture<Set<String>> answer) {}

  private final ManualTime time = new ManualTime();
  private final List<Write> writes = new ArrayList<>();
  private String name = "node~1";
  private final Ledger<String, OnlineUser, Set<String>> ledger =
      new Ledger<>(
          user ->
              new OnlineUser(
                  user,
                  () -> name,
                  (same, as, sessions, most) -> {
                    CompletableFuture<Set<String>> answer = new CompletableFuture<>();
                    writes.add(new Write(as, sessions, most, answer));
                    return answer;
                  }),
          user -> {},
          (user, answer) -> {},
          time);

  @Test
  void thoseThatComeTogetherAskTogetherAndEachHasItsAnswer() {
    CompletableFuture<Set<String>> phone = comes("phone");
    CompletableFuture<Set<String>> laptop = comes("laptop");
    CompletableFuture<Set<String>> tablet = comes("tablet");
    assertThat(last().sessions()).containsExactly(Map.entry("phone", Wish.ENTER));
    answer(Set.of());
    assertThat(last().sessions())
        .containsExactly(Map.entry("laptop", Wish.ENTER), Map.entry("tablet", Wish.ENTER));
    assertThat(last().most()).isEqualTo(2);
    answer(Set.of("tablet"));

    assertThat(phone).isCompletedWithValue(Set.of());
    assertThat(laptop).isCompletedWithValue(Set.of("tablet"));
    assertThat(tablet).isCompletedWithValue(Set.of("tablet"));
    goes("phone");
    answer(Set.of());
    goes("laptop");
    answer(Set.of());
    assertThat(ledger.size()).isZero();
  }

  @Test
  void oneThatFoundNoRoomIsForgotten() {
    var _ = comes("phone");
    answer(Set.of("phone"));

    assertThat(ledger.size()).isZero();
    assertThat(writes).hasSize(1);
  }

  @Test
  void whoWasLetInWithoutAnAnswerIsNotAskedAboutAgain() {
    CompletableFuture<Set<String>> phone = comes("phone");
    fail();
    assertThat(phone).isCompletedExceptionally();

    time.pass(1000);
    assertThat(last().sessions()).containsExactly(Map.entry("phone", Wish.STAY));
    answer(Set.of());
    assertThat(ledger.size()).isOne();
  }

  @Test
  void whoWentBeforeTheStoreWasBackIsTakenBack() {
    var _ = comes("phone");
    goes("phone");
    fail();

    assertThat(last().sessions()).containsExactly(Map.entry("phone", Wish.LEAVE));
    answer(Set.of());
    assertThat(ledger.size()).isZero();
  }

  @Test
  void underAnotherNameWhoIsInStaysAndWhoAsksStillAsks() {
    var _ = comes("phone");
    answer(Set.of());
    name = "node~2";
    var _ = comes("laptop");

    assertThat(last().name()).isEqualTo("node~2");
    assertThat(last().sessions())
        .containsOnly(Map.entry("phone", Wish.STAY), Map.entry("laptop", Wish.ENTER));
    answer(Set.of("laptop"));
    goes("phone");
    answer(Set.of());
    assertThat(ledger.size()).isZero();
  }

  private CompletableFuture<Set<String>> comes(String session) {
    return ledger.change("alice", user -> user.connected(session, 2)).toCompletableFuture();
  }

  private void goes(String session) {
    var _ = ledger.change("alice", user -> user.disconnected(session)).toCompletableFuture();
  }

  private Write last() {
    return writes.getLast();
  }

  private void answer(Set<String> refused) {
    last().answer().complete(refused);
  }

  private void fail() {
    last().answer().completeExceptionally(new Refusal(RefusalCode.UNAVAILABLE));
  }
}
