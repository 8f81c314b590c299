package dev.parley.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, in whatever order: one order, everything once, nothing missing without a mark,
 * nothing missing that is kept, resumed without a seam, published once.
 */
class ChannelPropertyTests {

  private static final int RUNS = 12_000;

  /** Another one tries other runs; the one that a failure prints repeats it. */
  private static final long SEED = Long.getLong("parley.seed", 1);

  @Test
  void everyInterleavingKeepsThePromises() {
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      Scenario scenario = Scenario.of(seed);
      if (!Rehearsal.complaintsAbout(scenario).isEmpty()) {
        Scenario shortest = scenario.shortest(each -> !Rehearsal.complaintsAbout(each).isEmpty());
        fail(
            Rehearsal.complaintsAbout(shortest)
                + "\nagain with -Dparley.seed="
                + seed
                + ", after:\n"
                + shortest);
      }
    }
  }

  @Test
  void sameSeedIsTheSameScenario() {
    assertThat(Scenario.of(7)).isEqualTo(Scenario.of(7)).isNotEqualTo(Scenario.of(8));
  }

  @Test
  void logThatForgetsAMessageIsFoundOutInFewSteps() {
    assertThat(stepsToFindOut(store -> new Flawed(store, Flawed::forgets, (since, told) -> told)))
        .isLessThanOrEqualTo(6);
  }

  @Test
  void storeThatConcealsALossIsFoundOutInFewSteps() {
    assertThat(stepsToFindOut(store -> new Flawed(store, page -> page, Flawed::conceals)))
        .isLessThanOrEqualTo(6);
  }

  private static int stepsToFindOut(UnaryOperator<ChannelStore> flaw) {
    Scenario failing =
        LongStream.range(0, 3000)
            .mapToObj(Scenario::of)
            .filter(each -> !Rehearsal.complaintsAbout(each, flaw).isEmpty())
            .findFirst()
            .orElseThrow();
    return failing
        .shortest(each -> !Rehearsal.complaintsAbout(each, flaw).isEmpty())
        .steps()
        .size();
  }

  private record Flawed(
      ChannelStore store, UnaryOperator<Page> reading, BiFunction<Since, Joined, Joined> joining)
      implements ChannelStore {

    /** Leaves out every third message when it is read. */
    static Page forgets(Page page) {
      return new Page(
          page.entries().stream().filter(each -> each.number() % 3 > 0).toList(),
          page.end(),
          page.more());
    }

    /** Says that every place is known. */
    static Joined conceals(Since since, Joined joined) {
      return since instanceof Since.After(MessageId id)
          ? new Joined(joined.end(), Math.min(id.number(), joined.end().number()), true)
          : joined;
    }

    @Override
    public CompletionStage<Page> readAfter(
        ChannelName channel, Retention retention, long number, int limit) {
      return store.readAfter(channel, retention, number, limit).thenApply(reading);
    }

    @Override
    public CompletionStage<List<Appended>> append(
        ChannelName channel, Retention retention, List<Publication> publications) {
      return store.append(channel, retention, publications);
    }

    @Override
    public CompletionStage<Joined> join(
        ChannelName channel, Retention retention, String node, Since since) {
      return store
          .join(channel, retention, node, since)
          .thenApply(joined -> joining.apply(since, joined));
    }

    @Override
    public CompletionStage<Void> leave(ChannelName channel, String node) {
      return store.leave(channel, node);
    }

    @Override
    public CompletionStage<Page> readBefore(
        ChannelName channel, Retention retention, Optional<MessageId> id, int limit) {
      return store.readBefore(channel, retention, id, limit);
    }
  }
}
