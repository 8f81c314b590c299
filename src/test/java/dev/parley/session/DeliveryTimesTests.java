package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a lane says how long a message was on its way: once, and when it is written. */
class DeliveryTimesTests {

  /** More than a lane flushes at once. */
  private static final int CROWD = 600;

  private final TestLoop loop = new TestLoop();

  /** How many frames were written when each message was said to be. */
  private final List<Integer> writtenThen = Collections.synchronizedList(new ArrayList<>());

  private final List<Long> times = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger written = new AtomicInteger();
  private final DeliveryTimes listener =
      nanos -> {
        times.add(nanos);
        writtenThen.add(written.get());
      };
  private final WriterLane writer = new WriterLane("lane-under-test", listener);

  static Stream<Named<Function<DeliveryTimesTests, SocketLane>>> lanes() {
    return Stream.of(
        Named.of("writer", test -> test.writer),
        Named.of("loop", test -> new LoopLane(test.loop, test.listener)));
  }

  @AfterEach
  void close() {
    writer.close();
    loop.close();
  }

  /** Sessions of that lane, whose writes are counted. */
  private List<Session> crowd(SocketLane lane, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> TestSessions.open(new RecordingConnection().onWrite(this::wrote), lane))
        .toList();
  }

  private void wrote() {
    written.incrementAndGet();
  }

  private static void deliver(SocketLane lane, List<Session> to, long since) {
    lane.run(
        () -> {
          to.forEach(each -> each.pushAlone(Frames.saying("a")));
          lane.delivered(since);
        },
        to.size());
  }

  private void untilTold(int messages) {
    await().until(() -> writtenThen.size() == messages);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void oneSocketIsToldOfOnceItIsWritten(Function<DeliveryTimesTests, SocketLane> which) {
    SocketLane lane = which.apply(this);
    deliver(lane, crowd(lane, 1), System.nanoTime() - TimeUnit.SECONDS.toNanos(3));

    untilTold(1);
    assertThat(writtenThen).containsExactly(1);
    assertThat(times.getFirst()).isBetween(3_000_000_000L, 60_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void aCrowdIsToldOfOnceAndWhenTheLastIsWritten(Function<DeliveryTimesTests, SocketLane> which) {
    SocketLane lane = which.apply(this);
    deliver(lane, crowd(lane, CROWD), System.nanoTime());

    untilTold(1);
    assertThat(writtenThen).containsExactly(CROWD);
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void messagesAreToldOfInTheirOrder(Function<DeliveryTimesTests, SocketLane> which) {
    SocketLane lane = which.apply(this);
    List<Session> crowd = crowd(lane, CROWD);
    long hour = TimeUnit.HOURS.toNanos(1);
    long now = System.nanoTime();
    lane.run(() -> IntStream.range(0, 100).forEach(i -> deliver(lane, crowd, now + i * hour)), 1);

    untilTold(100);
    assertThat(written).hasValueGreaterThanOrEqualTo(CROWD);
    assertThat(times).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @ParameterizedTest
  @MethodSource("lanes")
  void whatNobodyCouldBeGivenIsNotKeptUntilSomethingElseIsWritten(
      Function<DeliveryTimesTests, SocketLane> which) {
    SocketLane lane = which.apply(this);
    List<Session> gone = crowd(lane, 1);
    gone.getFirst().gone();
    deliver(lane, gone, System.nanoTime());

    untilTold(1);
    assertThat(times.getFirst()).isLessThan(60_000_000_000L);
  }

  @Test
  void asManyAsLikeMayWait() {
    Unwritten unwritten = new Unwritten(listener);
    unwritten.add(0, 3);
    unwritten.flushed(3);
    int most = 1000;
    IntStream.range(0, most).forEach(i -> unwritten.add(-i, i + 1));
    assertThat(times).hasSize(1);

    IntStream.range(0, most).forEach(i -> unwritten.flushed(1));
    assertThat(times).hasSize(1 + most);
    assertThat(times.subList(1, 1 + most)).isSorted();
  }
}
