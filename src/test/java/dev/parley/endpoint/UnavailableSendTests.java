package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.ChannelName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.util.unit.DataSize;

/** What becomes of frames that have arrived behind a SEND which the store then refuses. */
class UnavailableSendTests {

  private static final ChannelName ROOM = new ChannelName("rooms", "a");
  private static final ChannelName OTHER = new ChannelName("rooms", "b");

  private final DistantStore store = new DistantStore();
  private final SmallNode node = new SmallNode(store);
  private final KeptFrames client = new KeptFrames();
  private final Conversation alice = node.session("alice", client);
  private final SendHandler send =
      new SendHandler(
          node.publishing,
          SmallNode.NO_HANDLERS,
          frame -> {
            throw new AssertionError("no token was sent");
          });
  private final TransactionHandler transactions =
      new TransactionHandler(node.publishing, send, node.replies, limits());
  private final Visit visit = node.visit(alice, this::handle);

  @BeforeEach
  void aliceListensForRefusals() {
    alice.addQueue("errors", "errors");
    store.pauses();
    store.refusesNext();
  }

  @AfterEach
  void close() {
    store.goesOn();
    store.close();
    node.close();
  }

  @Test
  void whatIsUnderWayWithItIsRefusedToo() {
    says(ROOM, "1");
    says(ROOM, "2");
    store.goesOn();

    waitForAnswers(2);
    assertThat(refused()).containsExactly("1", "2");
    assertThat(logged(ROOM)).isEmpty();
  }

  @Test
  void whatStillWaitsForItsTurnIsRefusedToo() {
    says(ROOM, "1");
    waitsForAllBefore();
    says(ROOM, "2");
    says(ROOM, "3");
    store.goesOn();

    waitForAnswers(3);
    assertThat(refused()).containsExactly("1", "2", "3");
    assertThat(logged(ROOM)).isEmpty();
  }

  @Test
  void otherChannelsGoOn() {
    says(ROOM, "1");
    says(OTHER, "2");
    waitsForAllBefore();
    says(ROOM, "3");
    says(OTHER, "4");
    store.goesOn();

    waitForAnswers(4);
    assertThat(refused()).containsExactly("1", "3");
    assertThat(logged(OTHER)).containsExactly("2", "4");
  }

  @Test
  void transactionThatStillWaitsForItsTurnIsRefusedToo() {
    says(ROOM, "1");
    arrives("BEGIN\ntransaction:t\n\n\0");
    arrives("SEND\ndestination:/topic/" + ROOM + "\ntransaction:t\nreceipt:2\n\n2\0");
    arrives("COMMIT\ntransaction:t\nreceipt:3\n\n\0");
    store.goesOn();

    waitForAnswers(2);
    assertThat(refused()).containsExactly("1", "3");
    assertThat(logged(ROOM)).isEmpty();
  }

  @Test
  void whatComesAfterTheRefusalIsPublished() {
    says(ROOM, "1");
    waitsForAllBefore();
    says(ROOM, "2");
    store.goesOn();
    waitForAnswers(2);

    says(ROOM, "1");
    says(ROOM, "2");
    waitForAnswers(4);
    assertThat(refused()).containsExactly("1", "2");
    assertThat(logged(ROOM)).containsExactly("1", "2");
  }

  private void handle(Message<?> message) {
    Inbound frame = Inbound.of(message).orElseThrow();
    switch (frame.command()) {
      case SEND -> alice.outcome(send.send(frame));
      case BEGIN -> transactions.begin(frame);
      case COMMIT -> alice.outcome(transactions.commit(frame));
      default -> assertThat(frame.command().name()).isEqualTo("UNSUBSCRIBE");
    }
  }

  private void says(ChannelName channel, String text) {
    arrives("SEND\ndestination:/topic/" + channel + "\nreceipt:" + text + "\n\n" + text + '\0');
  }

  /** A frame that is handled alone: those behind it wait until all before it have ended. */
  private void waitsForAllBefore() {
    arrives("UNSUBSCRIBE\nid:none\n\n\0");
  }

  private void arrives(String frame) {
    visit.received(frame.getBytes(StandardCharsets.UTF_8));
  }

  private void waitForAnswers(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> client.frames().size() >= count);
  }

  /** The receipts that were asked for by what was refused, in the order of the refusals. */
  private List<String> refused() {
    return client.frames().stream()
        .filter(frame -> frame.contains("\ncode:unavailable\n"))
        .map(frame -> frame.replaceFirst("(?s).*\nreceipt-id:(\\d+)\n.*", "$1"))
        .toList();
  }

  private List<String> logged(ChannelName channel) {
    return node
        .channels
        .history(channel, Optional.empty(), 10)
        .toCompletableFuture()
        .join()
        .entries()
        .stream()
        .map(entry -> new String(entry.tail().body(), StandardCharsets.UTF_8))
        .toList();
  }

  private static LimitSettings limits() {
    return new LimitSettings(
        0,
        Duration.ZERO,
        0,
        DataSize.ofKilobytes(64),
        0,
        DataSize.ofBytes(0),
        Duration.ZERO,
        DataSize.ofBytes(0),
        10,
        Duration.ofMinutes(1));
  }
}
