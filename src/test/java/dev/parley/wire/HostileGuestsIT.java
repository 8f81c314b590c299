package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.fuzz.Fuzz;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Transport;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Hostile clients come in great numbers and write whatever they like, at every door and on every
 * level: HTTP, WebSocket, SockJS, STOMP. Nothing is logged as an error, nothing is kept, nothing
 * hangs, and two who talk do not notice.
 */
@Timeout(3600)
class HostileGuestsIT {

  private static final Duration USUALLY = Duration.ofSeconds(20);
  private static final int FIRST = 500;
  private static final int AT_ONCE = 8;
  private static final long MOST_KEPT = 24L << 20;

  /** Of users with little room, so that what they may leave in logs does not look like a loss. */
  @RegisterExtension
  static final Stage stage =
      Stage.with(
          "--parley.limits.connections-per-user=0",
          "--parley.limits.connect-rate=0",
          "--parley.limits.connect-timeout=2s",
          "--parley.limits.new-channels-per-minute=20",
          "--parley.namespaces.inbox.history=1",
          "--parley.namespaces.rooms.history=2");

  @Test
  void nobodyNoticesThem() throws InterruptedException {
    URI spring = stage.target().at(Door.SPRING);
    URI fast = stage.target().at(Door.FAST);
    List<String> tokens = Stream.of("fuzz", "foe").map(stage.tokens()::of).toList();
    List<Bystanders> others =
        List.of(
            Bystanders.talking(stage, new Way(Door.SPRING, Transport.XHR_STREAMING)),
            Bystanders.talking(stage, new Way(Door.FAST, Transport.WEBSOCKET)));
    Fuzz fuzz = Fuzz.of("doors", USUALLY);
    AtomicReference<@Nullable Throwable> noticed = new AtomicReference<>();

    try (Complaints complaints = new Complaints();
        ScheduledExecutorService talk = Executors.newSingleThreadScheduledExecutor()) {
      // Whatever grows once, buffers and pools, has grown.
      Fuzz.of("doors, before", FIRST).run(AT_ONCE, random -> visit(random, spring, fast, tokens));
      awaitOnlyOthers();
      final long heap = heap();
      final long threads = ownThreads();
      Future<?> talking =
          talk.scheduleWithFixedDelay(() -> talkOn(others, noticed), 0, 500, TimeUnit.MILLISECONDS);

      fuzz.run(AT_ONCE, random -> visit(random, spring, fast, tokens));

      talking.cancel(false);
      talk.shutdown();
      assertThat(talk.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
      awaitOnlyOthers();
      assertThat(noticed.get()).as("what others noticed").isNull();
      assertThat(complaints.found()).isEmpty();
      // Fewer, where a node of another test was still ending.
      await()
          .untilAsserted(() -> assertThat(ownThreads()).as("threads").isLessThanOrEqualTo(threads));
      assertThat(heap() - heap).as("bytes kept").isLessThan(MOST_KEPT);
    }
    assertThat(fuzz.tried()).isPositive();
  }

  private static void visit(RandomGenerator random, URI spring, URI fast, List<String> tokens)
      throws Exception {
    URI door = random.nextBoolean() ? spring : fast;
    new HostileGuest(random, door, tokens.get(random.nextInt(tokens.size()))).visit();
  }

  private static void talkOn(
      List<Bystanders> others, AtomicReference<@Nullable Throwable> noticed) {
    try {
      others.forEach(Bystanders::talkOnAlone);
    } catch (RuntimeException | AssertionError disturbed) {
      noticed.compareAndSet(null, disturbed);
    }
  }

  /** Nobody but the four who talk; sessions of SockJS that nobody asks for live for a while. */
  private static void awaitOnlyOthers() {
    await()
        .atMost(Duration.ofSeconds(45))
        .untilAsserted(() -> assertThat(stage.bean(Sessions.class).count()).isEqualTo(4));
  }

  /** Threads that are about something of ours at this moment. */
  private static long ownThreads() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            trace ->
                Stream.of(trace)
                    .map(StackTraceElement::getClassName)
                    .anyMatch(
                        name ->
                            name.startsWith("dev.parley.") && !name.startsWith("dev.parley.wire")))
        .count();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
