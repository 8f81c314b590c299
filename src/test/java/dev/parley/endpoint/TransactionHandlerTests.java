package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.util.unit.DataSize;

/** COMMIT of a transaction for channels and for an application's handlers, with a distant store. */
class TransactionHandlerTests {

  private static final ChannelName ROOM = new ChannelName("rooms", "deal");

  private final DistantStore store = new DistantStore();
  private final SmallNode node = new SmallNode(store);
  private final KeptFrames client = new KeptFrames();
  private final Conversation alice = node.session("alice", client);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Integer> loggedBefore = new ArrayList<>();
  private final SendHandler send =
      new SendHandler(
          node.publishing,
          handler(),
          frame -> {
            throw new AssertionError("no token was sent");
          });
  private final TransactionHandler transactions =
      new TransactionHandler(node.publishing, send, node.replies, limits());

  @AfterEach
  void close() {
    node.close();
    store.close();
  }

  @Test
  void handlerRunsInItsTurnOnTheThreadOfTheCommit() {
    begin();
    sends("/topic/rooms.deal", "1");
    sends("/app/check", "2");
    sends("/topic/rooms.other", "3");
    transactions.commit(frame(StompCommand.COMMIT)).toCompletableFuture().join();
    assertThat(threads).containsExactly(Thread.currentThread());
    assertThat(loggedBefore).containsExactly(1);
    assertThat(client.frames())
        .extracting(frame -> frame.charAt(frame.indexOf("receipt-id:") + "receipt-id:".length()))
        .containsExactly('1', '2', '3');
  }

  @Test
  void handlerIsNotCalledWhenTheStoreRefusesWhatComesBefore() {
    begin();
    sends("/topic/rooms.deal", "1");
    sends("/app/check", "2");
    store.goesAway();
    assertThatThrownBy(
            () -> transactions.commit(frame(StompCommand.COMMIT)).toCompletableFuture().join())
        .rootCause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.UNAVAILABLE));
    assertThat(threads).isEmpty();
    assertThat(client.frames()).isEmpty();
  }

  @Test
  void frameForNoHandlerIsRefusedWhenItIsRead() {
    begin();
    assertThatThrownBy(() -> sends("/app/nothing", "1"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_DESTINATION));
  }

  private void begin() {
    transactions.begin(frame(StompCommand.BEGIN));
  }

  private void sends(String destination, String receipt) {
    Inbound frame =
        SmallNode.frame(
            alice,
            StompCommand.SEND,
            "destination",
            destination,
            "transaction",
            "t",
            "receipt",
            receipt);
    send.send(frame).toCompletableFuture().join();
  }

  private Inbound frame(StompCommand command) {
    return SmallNode.frame(alice, command, "transaction", "t");
  }

  /** Serves everything but {@code /app/nothing}. */
  private ApplicationHandlers handler() {
    return new ApplicationHandlers() {
      @Override
      public boolean serve(Message<?> message) {
        return !message.getHeaders().containsValue("/app/nothing");
      }

      @Override
      public void handleMessage(Message<?> message) {
        threads.add(Thread.currentThread());
        var logged = node.channels.history(ROOM, Optional.empty(), 10);
        loggedBefore.add(logged.toCompletableFuture().join().entries().size());
      }
    };
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
