package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTests {

  private final Outbox outbox = new Outbox();

  @Test
  void whatWaitsForANodeLeavesTogetherInOrder() {
    outbox.put("there", Parcels.numbered(1));
    outbox.put("there", Parcels.numbered(2));

    assertThat(numbers(outbox.take().orElseThrow())).containsExactly(1L, 2L);
    assertThat(outbox.take()).isEmpty();
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void nodesTakeTurns() {
    for (int i = 1; i <= 3; i++) {
      outbox.put("busy", Parcels.ofSize(i, Envelope.FULL));
    }
    outbox.put("other", Parcels.numbered(1));

    List<String> turns = new ArrayList<>();
    for (var batch = outbox.take(); batch.isPresent(); batch = outbox.take()) {
      turns.add(batch.get().address() + numbers(batch.get()));
    }
    assertThat(turns).containsExactly("busy[1]", "other[1]", "busy[2]", "busy[3]");
  }

  @Test
  void fillsAnEnvelopeAndNoMore() {
    for (int i = 1; i <= 300; i++) {
      outbox.put("there", Parcels.ofSize(i, 1000));
    }

    Outbox.Batch batch = outbox.take().orElseThrow();

    int size = new Envelope("parley").seal(batch.parcels()).length;
    assertThat(size).isBetween(Envelope.FULL - 2000, Envelope.FULL);
  }

  @Test
  void holdsALimitedNumberOfBytesAndHasRoomAgainAfterwards() {
    int taken = 0;
    while (taken < 1000 && outbox.put("there", Parcels.ofSize(1, 100_000))) {
      taken++;
    }

    assertThat(taken * 100_000).isBetween(Outbox.MOST_BYTES - 200_000, Outbox.MOST_BYTES);
    assertThat(outbox.take()).isPresent();
    assertThat(outbox.put("there", Parcels.ofSize(1, 100_000))).isTrue();
  }

  @Test
  void messagesWithoutABodyCostSomethingToo() {
    int taken = 0;
    while (taken < 1_000_000 && outbox.put("there", Parcels.ofSize(1, 0))) {
      taken++;
    }

    assertThat(taken).isLessThan(Outbox.MOST_BYTES / 200);
    Optional<Outbox.Batch> batch = outbox.take();
    assertThat(batch).isPresent();
  }

  private static List<Long> numbers(Outbox.Batch batch) {
    return batch.parcels().stream().map(parcel -> parcel.entry().number()).toList();
  }
}
