package dev.parley.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.identity.Revocation;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of revocations promises. Each test has a store of its own. */
abstract class RevocationStoreContract {

  abstract RevocationStore store();

  /** Until the store has seen so much time pass. */
  abstract void pass(Duration time);

  abstract Instant now();

  private Instant in(long seconds) {
    return now().plusSeconds(seconds);
  }

  @Test
  void whatWasAddedIsThere() {
    Revocation alice = Revocation.ofUser("älice/1 😀", in(60));
    Revocation token = Revocation.ofToken("sub:älice/1", in(120));
    assertThat(all()).isEmpty();

    answer(store().add(List.of(alice)));
    answer(store().add(List.of(token)));

    assertThat(all()).containsExactlyInAnyOrder(alice, token);
    assertThat(answer(store().count())).isEqualTo(2);
  }

  @Test
  void theLongerOfTwoCounts() {
    Revocation longer = Revocation.ofUser("alice", in(60));
    answer(store().add(List.of(longer)));
    answer(store().add(List.of(Revocation.ofUser("alice", in(30)))));
    assertThat(all()).containsExactly(longer);

    Revocation longest = Revocation.ofUser("alice", in(90));
    answer(store().add(List.of(longest, longer)));
    assertThat(all()).containsExactly(longest);
  }

  @Test
  void whatIsOverIsGone() {
    Revocation later = Revocation.ofUser("bob", in(60));
    answer(
        store()
            .add(
                List.of(
                    Revocation.ofUser("alice", in(1)), later, Revocation.ofUser("carol", in(-1)))));
    assertThat(answer(store().count())).isEqualTo(2);

    pass(Duration.ofMillis(1100));

    assertThat(all()).containsExactly(later);
    assertThat(answer(store().count())).isEqualTo(1);
  }

  @Test
  void thereIsAnEndToThem() {
    List<Revocation> most = users(RevocationStore.MOST, in(60));
    for (int i = 0; i < most.size(); i += 500) {
      answer(store().add(most.subList(i, i + 500)));
    }

    assertThat(store().add(List.of(Revocation.ofUser("one-more", in(60)))).toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.RATE_LIMITED));
    assertThat(answer(store().count())).isEqualTo(RevocationStore.MOST);
    Revocation longer = Revocation.ofUser("user-0", in(90));
    answer(store().add(List.of(longer)));
    assertThat(all()).hasSize(RevocationStore.MOST).contains(longer);
  }

  private static List<Revocation> users(int number, Instant until) {
    return IntStream.range(0, number).mapToObj(i -> Revocation.ofUser("user-" + i, until)).toList();
  }

  private List<Revocation> all() {
    return answer(store().all());
  }

  static <T> T answer(CompletionStage<T> answer) {
    return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
