package dev.parley.endpoint;

import static dev.parley.endpoint.ClientFrames.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import org.junit.jupiter.api.Test;

class TransactionTests {

  private static final ChannelName LOBBY = new ChannelName("rooms", "lobby");

  private final ClientFrames client = ClientFrames.of(StompVersion.V1_2);

  @Test
  void stepsAreKeptInTheirOrder() {
    Transaction transaction = new Transaction(10, 1_000);
    Transaction.Step first = publish("a");
    Transaction.Step second = new Transaction.Step.Handle(client.send("b"));

    transaction.add(first);
    transaction.add(second);

    assertThat(transaction.steps()).containsExactly(first, second);
    assertThat(transaction.doom()).isEmpty();
  }

  @Test
  void oneFrameTooManyIsTooLarge() {
    Transaction transaction = new Transaction(2, 0);
    transaction.add(publish("a"));
    transaction.add(publish("b"));

    assertRefused(RefusalCode.TOO_LARGE, () -> transaction.add(publish("c")));
    assertThat(transaction.steps()).hasSize(2);
  }

  @Test
  void oneByteTooManyIsTooLarge() {
    Transaction transaction = new Transaction(0, 10);
    transaction.add(publish("12345"));
    transaction.add(publish("67890"));

    assertRefused(RefusalCode.TOO_LARGE, () -> transaction.add(publish("1")));
    assertThat(transaction.steps()).hasSize(2);
  }

  @Test
  void zeroIsNoLimit() {
    Transaction transaction = new Transaction(0, 0);
    for (int i = 0; i < 1_000; i++) {
      transaction.add(publish("x".repeat(100)));
    }

    assertThat(transaction.steps()).hasSize(1_000);
  }

  @Test
  void oneRefusalDoomsAllAndTheFirstIsTheReason() {
    Transaction transaction = new Transaction(10, 1_000);
    transaction.add(publish("a"));

    transaction.doom(new Refusal(RefusalCode.FORBIDDEN));
    transaction.doom(new Refusal(RefusalCode.BAD_HEADER));

    assertThat(transaction.steps()).isEmpty();
    assertThat(transaction.doom()).map(Refusal::code).contains(RefusalCode.FORBIDDEN);
  }

  @Test
  void transactionKnowsWhetherItRunsCodeOfAnApplication() {
    Transaction transaction = new Transaction(10, 1_000);
    transaction.add(publish("a"));
    assertThat(transaction.hasHandlers()).isFalse();

    transaction.add(new Transaction.Step.Handle(client.send("b")));

    assertThat(transaction.hasHandlers()).isTrue();
  }

  private Transaction.Step publish(String body) {
    Inbound frame = client.send(body);
    return new Transaction.Step.Publish(
        frame, LOBBY, SendFrame.publication(frame, "/topic/rooms.lobby", "alice"));
  }
}
