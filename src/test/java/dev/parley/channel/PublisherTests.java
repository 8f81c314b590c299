package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static dev.parley.channel.TestNode.NEWS;
import static dev.parley.channel.TestNode.publication;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one session publishes, while the store is held and fails at the worst moment. */
class PublisherTests {

  private final TwoNodes nodes = new TwoNodes();
  private final HeldStore store = nodes.store;
  private final List<String> answers = new ArrayList<>();
  private long sent;
  private long arrived;
  private final Publisher alice = new Publisher(nodes.here.channels, () -> arrived);

  @Test
  void storeThatAnswersAtOnceIsNotWaitedFor() {
    assertThat(answerTo(LOBBY, "a")).isCompleted();
    assertThat(answerTo(LOBBY, "b")).isCompleted();

    assertThat(logged(LOBBY)).containsExactly("a", "b");
  }

  @Test
  void whatComesMeanwhileGoesTogetherInTheNextStep() {
    store.hold();
    Stream.of("a", "b", "c").forEach(text -> says(LOBBY, text));
    assertThat(store.waiting()).isOne();

    store.answerNext();
    assertThat(answers).containsExactly("a");
    assertThat(store.waiting()).isOne();

    store.answerNext();
    assertThat(answers).containsExactly("a", "b", "c");
    assertThat(logged(LOBBY)).containsExactly("a", "b", "c");
    assertThat(store.waiting()).isZero();
  }

  @Test
  void channelsDoNotWaitForEachOther() {
    store.hold();
    says(LOBBY, "a");
    says(NEWS, "b");
    assertThat(store.waiting()).isEqualTo(2);
  }

  @Test
  void stepHasAnEnd() {
    store.hold();
    says(LOBBY, "first");
    for (int i = 0; i < 150; i++) {
      says(LOBBY, "small");
    }
    store.answerNext();
    store.answerNext();
    assertThat(answers).hasSize(1 + 100);
    store.release();
    assertThat(answers).hasSize(1 + 150);

    store.hold();
    answers.clear();
    says(LOBBY, "first");
    for (int i = 0; i < 4; i++) {
      says(LOBBY, "x".repeat(100 * 1024));
    }
    store.answerNext();
    store.answerNext();
    assertThat(answers).hasSize(1 + 2);
  }

  @Test
  void failureIsThatOfAllThatWaitAndOfWhatHasArrived() {
    store.hold();
    says(LOBBY, "a");
    says(LOBBY, "b");
    arrived = sent + 2;
    store.failNext();
    assertThat(answers).containsExactly("a: unavailable", "b: unavailable");

    store.release();
    says(LOBBY, "c");
    says(LOBBY, "d");
    says(LOBBY, "e");
    assertThat(answers).endsWith("c: unavailable", "d: unavailable", "e");
    assertThat(logged(LOBBY)).containsExactly("e");
    assertThat(counted()).containsExactly(1L, 0L, 0L, 4L);
  }

  @Test
  void whatArrivesBeforeARefusalThatIsAConsequenceIsRefusedToo() {
    store.hold();
    says(LOBBY, "a");
    arrived = sent + 1;
    store.failNext();
    store.release();

    arrived = sent + 2;
    says(LOBBY, "b");
    says(LOBBY, "c");
    says(LOBBY, "d");
    assertThat(answers).containsExactly("a: unavailable", "b: unavailable", "c: unavailable", "d");
  }

  @Test
  void whoeverAnswersARefusalAtOnceIsHeard() {
    store.hold();
    CompletableFuture<?> repeated =
        answerTo(LOBBY, "a")
            .exceptionallyCompose(
                failure -> {
                  store.release();
                  return answerTo(LOBBY, "a again");
                });
    store.failNext();

    assertThat(repeated).isCompleted();
    assertThat(logged(LOBBY)).containsExactly("a again");
  }

  @Test
  void storeThatFailsAtOnceRefusesWhatHasArrivedToo() {
    arrived = 2;
    store.isAway(true);
    says(LOBBY, "a");
    store.isAway(false);
    says(LOBBY, "b");
    says(LOBBY, "c");

    assertThat(answers).containsExactly("a: unavailable", "b: unavailable", "c");
    assertThat(logged(LOBBY)).containsExactly("c");
    assertThat(counted()).containsExactly(1L, 0L, 0L, 2L);
  }

  @Test
  void whatHasBeenSaidBeforeIsCountedAsThat() {
    Publication once = new Publication(publication("a").tail(), Optional.of("key"));
    var _ = alice.publish(LOBBY, List.of(once, publication("b"), once), 1);
    var _ = alice.publish(LOBBY, List.of(once), 2);

    assertThat(counted()).containsExactly(2L, 2L, 0L, 0L);
  }

  /** As {@link PublishOutcome} has them. */
  private List<Long> counted() {
    return Stream.of(PublishOutcome.values()).map(nodes.here.tally::published).toList();
  }

  private void says(ChannelName channel, String text) {
    var _ = answerTo(channel, text);
  }

  private CompletableFuture<List<Appended>> answerTo(ChannelName channel, String text) {
    arrived = Math.max(arrived, ++sent);
    CompletableFuture<List<Appended>> answer =
        alice.publish(channel, List.of(publication(text)), sent).toCompletableFuture();
    var _ =
        answer.whenComplete(
            (logged, failure) -> answers.add(failure == null ? text : text + ": " + code(failure)));
    return answer;
  }

  private static String code(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() instanceof Refusal refusal) {
      return refusal.code().wire();
    }
    return failure instanceof Refusal refusal ? refusal.code().wire() : failure.toString();
  }

  private List<String> logged(ChannelName channel) {
    return nodes
        .there
        .channels
        .history(channel, Optional.empty(), 100)
        .toCompletableFuture()
        .join()
        .entries()
        .stream()
        .map(entry -> new String(entry.tail().body(), StandardCharsets.UTF_8))
        .toList();
  }
}
