package dev.parley.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Publication;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Tail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is ordered at one node is done by all, whatever happens on the way. */
class OrdersTests {

  private static final Order ALICE = new Order.Kick("alice");
  private static final Order BOB = new Order.Kick("bob");

  private final ShakyParts parts = new ShakyParts();
  private final OrderNode here = new OrderNode("here", parts);
  private final OrderNode there = new OrderNode("there", parts);

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  @Test
  void everyNodeObeysInTheOrderGiven() {
    follow();

    assertThat(give(ALICE)).isCompleted();
    assertThat(there.orders.give(BOB).toCompletableFuture()).isCompleted();

    assertThat(here.obeyed).containsExactly(ALICE, BOB);
    assertThat(there.obeyed).containsExactly(ALICE, BOB);
    assertThat(here.orders.tally().obeyed.sum()).isEqualTo(2);
  }

  @Test
  void nodeThatStartsBeginsAtTheEnd() {
    var _ = here.orders.follow();
    var _ = give(ALICE);
    var _ = there.orders.follow();
    var _ = give(BOB);

    assertThat(there.obeyed).containsExactly(BOB);
  }

  @Test
  void whatTheBrokerLosesIsFoundInTheLog() {
    follow();
    parts.loseMessages(true);
    var _ = give(ALICE);
    assertThat(there.obeyed).isEmpty();

    there.channels.compare();

    await().until(() -> there.obeyed.equals(List.of(ALICE)));
    assertThat(here.obeyed).containsExactly(ALICE);
  }

  @Test
  void followingBeginsOnceTheStoreIsThere() {
    parts.storeAway(true);
    CompletableFuture<Void> followed = here.orders.follow().toCompletableFuture();
    assertThat(followed).isNotDone();
    parts.storeAway(false);

    assertThat(followed).succeedsWithin(Duration.ofSeconds(5));
    var _ = give(ALICE);
    await().until(() -> here.obeyed.equals(List.of(ALICE)));
  }

  @Test
  void whoCannotGoOnBeginsAgainAfterWhatItSaw() {
    List<Order> obeyed = new CopyOnWriteArrayList<>();
    Following following = there.following(obeyed::add);
    var _ = following.begin();
    var _ = give(ALICE);
    following.refused(new Refusal(RefusalCode.UNAVAILABLE));
    var _ = give(BOB);
    assertThat(obeyed).containsExactly(ALICE);

    await().atMost(Duration.ofSeconds(5)).until(() -> obeyed.equals(List.of(ALICE, BOB)));
    following.end();
  }

  @Test
  void orderIsRefusedWhileTheStoreIsAway() {
    follow();
    parts.storeAway(true);

    assertThat(give(ALICE))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(Refusal.class);
    assertThat(here.obeyed).isEmpty();
  }

  @Test
  void whatIsNoOrderIsCountedAndTheNextIsObeyed() {
    follow();
    publish("2\nkick\nalice".getBytes(StandardCharsets.UTF_8));
    publish("1\nforget\nalice".getBytes(StandardCharsets.UTF_8));
    publish(new byte[] {'1', '\n', 'k', (byte) 0xff});
    publish(new byte[0]);
    publish(Tail.ofBytes("no header\n\n\0".getBytes(StandardCharsets.UTF_8)));
    var _ = give(BOB);

    assertThat(there.obeyed).containsExactly(BOB);
    assertThat(there.orders.tally().unknown.sum()).isEqualTo(5);
    assertThat(there.orders.tally().failed.sum()).isZero();
  }

  @Test
  void orderThatFailsIsCountedAndTheNextIsObeyed() {
    follow();
    there.failsAt(ALICE);
    var _ = give(ALICE);
    var _ = give(BOB);

    assertThat(there.obeyed).containsExactly(BOB);
    assertThat(there.orders.tally().failed.sum()).isOne();
    assertThat(here.obeyed).containsExactly(ALICE, BOB);
  }

  @Test
  void nodeThatMissedOrdersSaysSo() {
    follow();
    parts.loseMessages(true);
    for (int i = 0; i < Orders.RETENTION.messages() + 1; i++) {
      var _ = give(BOB);
    }
    parts.loseMessages(false);
    var _ = give(ALICE);
    there.channels.compare();

    await().until(() -> there.obeyed.contains(ALICE));
    assertThat(there.obeyed).hasSizeLessThanOrEqualTo(Orders.RETENTION.messages());
    assertThat(there.orders.tally().missed.sum()).isOne();
  }

  @Test
  void nobodyIsToldOfTheChannelAndNothingIsLeftOfIt() {
    follow();
    assertThat(here.namespaces.of(Orders.CHANNEL)).isEmpty();
    assertThat(here.namespaces.retentionOf(Orders.CHANNEL)).isEqualTo(Orders.RETENTION);
    assertThat(here.channels.active()).isZero();

    here.orders.stop();
    there.orders.stop();
    var _ = give(ALICE);

    assertThat(here.obeyed).isEmpty();
    assertThat(parts.interested()).isEmpty();
  }

  private void follow() {
    assertThat(here.orders.follow().toCompletableFuture()).isCompleted();
    assertThat(there.orders.follow().toCompletableFuture()).isCompleted();
  }

  private CompletableFuture<Void> give(Order order) {
    return here.orders.give(order).toCompletableFuture();
  }

  private void publish(byte[] body) {
    publish(Tail.of(Map.of("destination", "/topic/nodes.orders"), body));
  }

  private void publish(Tail tail) {
    var _ = here.channels.publish(Orders.CHANNEL, List.of(new Publication(tail, Optional.empty())));
  }
}
