package dev.parley.store;

import static dev.parley.store.TestLog.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.ChannelStore;
import dev.parley.channel.Retention;
import dev.parley.cluster.NodeIndex;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The whole contract on a real Redis, of whatever kind. */
abstract class RedisStoreContract extends ChannelStoreContract {

  static final RedisKeys KEYS = new RedisKeys("parley");

  private final List<TestLog> opened = new CopyOnWriteArrayList<>();
  private Optional<RedisStore> store = Optional.empty();

  /** Connected once for all tests of the class. */
  abstract Redis redis();

  static Redis awaitConnected(Redis redis) {
    await().atMost(Duration.ofSeconds(20)).until(redis::isConnected);
    return redis;
  }

  @Override
  ChannelStore store() {
    if (store.isEmpty()) {
      store =
          Optional.of(
              new RedisStore(
                  redis(), KEYS, new NodeIndex(redis(), KEYS, WINDOW), WINDOW, Optional.empty()));
    }
    return store.orElseThrow();
  }

  @Override
  public TestLog anotherLog() {
    TestLog log = super.anotherLog();
    opened.add(log);
    return log;
  }

  @Override
  public Duration moment() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void pass(Duration time) {
    opened.forEach(log -> new Ageing(redis(), KEYS).age(log.name(), time));
  }

  @Override
  public void turnBack(Duration time) {
    pass(time.negated());
  }

  /** Redis does that by itself. */
  @Override
  public void tidyUp(Retention retention) {}

  @Override
  public boolean keeps(TestLog log) {
    return new Ageing(redis(), KEYS).hasKeys(log.name());
  }

  /** Turning the clock back has made what is written younger, and with it the first message. */
  @Override
  @Test
  public void timestampsDoNotRunBackWithTheClock() {
    long first = log().append("a").entry().orElseThrow().timestamp();
    Duration hour = Duration.ofHours(1);
    turnBack(hour);
    long second = log().append("b").entry().orElseThrow().timestamp();
    pass(hour.multipliedBy(2));
    long third = log().append("c").entry().orElseThrow().timestamp();

    assertThat(second).isEqualTo(first + hour.toMillis());
    assertThat(third).isGreaterThanOrEqualTo(first).isLessThan(second);
  }

  @Test
  void everyScriptCanBeProbed() {
    assertThat(RedisStore.probes(KEYS)).hasSize(4);
    answer(redis().probe(RedisStore.probes(KEYS)));
  }
}
