package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ManualClock;
import dev.parley.channel.ChannelStore;
import dev.parley.channel.Retention;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryStoreTests extends ChannelStoreContract {

  private static final Retention HUNDRED = new Retention(100, Duration.ZERO);

  private final ManualClock clock = new ManualClock();
  private final MemoryStore store = new MemoryStore(clock, WINDOW);

  @Override
  ChannelStore store() {
    return store;
  }

  @Override
  public Duration moment() {
    return Duration.ofMillis(1);
  }

  @Override
  public void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void turnBack(Duration time) {
    clock.turnBack(time);
  }

  @Override
  public void tidyUp(Retention retention) {
    store.sweep(channel -> retention);
  }

  @Override
  public boolean keeps(TestLog log) {
    // Every test has a store of its own, so that no channel may be left in it.
    return store.size() > 0;
  }

  @Test
  void answersAtOnceOnTheCallersThread() {
    ChannelName channel = new ChannelName("rooms", "lobby");

    assertThat(store.join(channel, HUNDRED, "here", new Since.Now()).toCompletableFuture())
        .isCompleted();
    assertThat(store.leave(channel, "here").toCompletableFuture()).isCompleted();
  }

  @Test
  void everyStartIsANewEpoch() {
    TestLog before = new TestLog(store, new ChannelName("rooms", "lobby"), HUNDRED);
    TestLog after =
        new TestLog(new MemoryStore(clock, WINDOW), new ChannelName("rooms", "lobby"), HUNDRED);
    MessageId seen = before.append("a").id();
    after.appendMany(3);

    assertThat(after.lookAfter(seen).recovered()).isFalse();
    assertThat(after.lookAfter(seen).after()).isZero();
  }

  @Test
  void logFindsItsEntriesHoweverOftenItTurnedRound() {
    TestLog log = new TestLog(store, new ChannelName("rooms", "lobby"), HUNDRED);
    for (int end = 1; end <= 1000; end++) {
      log.append("message " + end);
      if (end == 500) {
        TestLog fewer = log.keeping(new Retention(3, Duration.ZERO));
        assertThat(TestLog.numbers(fewer.after(0, 1000))).containsExactly(498L, 499L, 500L);
      }
    }
    assertThat(TestLog.numbers(log.newest(1000))).hasSize(100).startsWith(901L).endsWith(1000L);
    assertThat(TestLog.bodies(log.after(949, 1))).containsExactly("message 950");
  }
}
