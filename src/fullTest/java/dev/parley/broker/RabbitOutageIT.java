package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a node does while RabbitMQ is away, slow or frozen, and what RabbitMQ keeps for a slow node.
 */
class RabbitOutageIT {

  private static final RabbitServer RABBIT = RabbitServer.started();
  private static final Set<String> THERE = Set.of("there");
  private static final List<ChannelName> CHANNELS =
      IntStream.range(0, 50).mapToObj(each -> new ChannelName("rooms", "r" + each)).toList();

  private final RelayNodes nodes = new RelayNodes(RelayNodes.settings(RABBIT.port()));
  private final RelayBroker here = nodes.of("here");
  private final RelayBroker there = nodes.of("there");
  private final Listener hears = new Listener();
  private long number;

  @BeforeEach
  void startTwoNodes() {
    assertThat(here.start("here", new Listener())).succeedsWithin(Listener.PATIENCE);
    assertThat(there.start("there", hears)).succeedsWithin(Listener.PATIENCE);
  }

  @AfterEach
  void leave() {
    nodes.close();
  }

  @AfterAll
  static void stop() {
    RABBIT.close();
  }

  @Test
  void keepsTheOrderOfEachChannelAndLosesNothingUndisturbed() {
    for (int round = 0; round < 2000; round++) {
      sendToEach(200);
      if (sent() - hears.heard() > 20_000) {
        await().atMost(Listener.PATIENCE).until(() -> sent() - hears.heard() < 10_000);
      }
    }

    await().atMost(Listener.PATIENCE).until(() -> hears.heard() == sent());
    assertThat(hears.disorder()).isEmpty();
    assertThat(hears.interruptions()).isZero();
  }

  @Test
  void aRestartOfTheBrokerIsSurvivedAndTold() {
    sendToEach(100);
    CHANNELS.forEach(channel -> hears.awaits(channel, number));

    RABBIT.kill();
    sendToEach(100);
    await().atMost(Listener.PATIENCE).until(() -> here.connected() + there.connected() == 0);
    assertThat(here.lastProblem().orElseThrow().host()).isEqualTo("127.0.0.1:" + RABBIT.port());
    RABBIT.start();

    await().atMost(Listener.PATIENCE).until(() -> here.connected() + there.connected() == 4);
    assertThat(hears.interruptions()).isGreaterThanOrEqualTo(2);
    sendToEach(100);
    CHANNELS.forEach(channel -> hears.awaits(channel, number));
    assertThat(hears.disorder()).isEmpty();
  }

  @Test
  void aFrozenBrokerHoldsNobodyUpAndCostsLimitedMemory() {
    RABBIT.pause();
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      sendToEach(20_000);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - before);

    // 100 MB to two connections of 16 MiB and what the sockets hold.
    assertThat(here.losses().count(Loss.AWAY)).isGreaterThan(1000);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
    await()
        .atMost(Listener.PATIENCE)
        .until(
            () -> here.lastProblem().map(BrokerProblem::reason).orElse("").equals("fell silent"));

    RABBIT.resume();
    await().atMost(Listener.PATIENCE).until(() -> here.connected() + there.connected() == 4);
    sendToEach(100);
    CHANNELS.forEach(channel -> hears.awaits(channel, number));
  }

  @Test
  void rabbitKeepsForASlowNodeInItsQueueWhichIsBounded() {
    CountDownLatch stuck = new CountDownLatch(1);
    RelayBroker slow = nodes.of("slow");
    assertThat(slow.start("slow", (channel, entries) -> waitFor(stuck)))
        .succeedsWithin(Listener.PATIENCE);
    try {
      // Each fills a frame.
      byte[] body = new byte[Envelope.FULL];
      for (int i = 1; i <= 2 * RelayNames.PREFETCH; i++) {
        here.send(Set.of("slow"), CHANNELS.getFirst(), List.of(Parcels.entry(i, body)));
      }

      await().atMost(Listener.PATIENCE).until(() -> figure("messages_ready") > 50);
      assertThat(figure("messages_unacknowledged")).isBetween(1L, (long) RelayNames.PREFETCH);
    } finally {
      stuck.countDown();
    }
  }

  /** Of the queue that has most. */
  private static long figure(String name) {
    return RABBIT.control("list_queues", name).stream()
        .mapToLong(line -> Long.parseLong(line.strip()))
        .max()
        .orElseThrow();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendToEach(int bytes) {
    number++;
    for (ChannelName channel : CHANNELS) {
      here.send(THERE, channel, List.of(Parcels.entry(number, new byte[bytes])));
    }
  }

  private long sent() {
    return number * CHANNELS.size();
  }
}
