package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.redis.Redis;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What Redis brings to this node's own channel of pub/sub: confirmed at first by a probe, which has
 * to come back, then by Redis saying that it listens again.
 */
final class RedisInlet implements Redis.Listener {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String address;
  private final Inlet inlet;
  private final Function<byte[], CompletionStage<Void>> publish;
  private final long mark = ThreadLocalRandom.current().nextLong();
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final Executor later =
      CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);

  private volatile boolean listening;

  /**
   * @param publish to this very channel
   */
  RedisInlet(String address, Inlet inlet, Function<byte[], CompletionStage<Void>> publish) {
    this.address = address;
    this.inlet = inlet;
    this.publish = publish;
  }

  String address() {
    return address;
  }

  Broker.Receiver receiver() {
    return inlet.receiver();
  }

  /** Completes when the probe has come back. */
  CompletionStage<Void> first() {
    return first;
  }

  boolean isConfirmed() {
    return listening && first.isDone();
  }

  @Override
  public void arrived(byte[] message) {
    OptionalLong probe = inlet.take(message);
    if (probe.isPresent() && probe.getAsLong() == mark) {
      first.complete(null);
    }
  }

  @Override
  public void confirmed() {
    listening = true;
    if (first.isDone()) {
      inlet.receiver().interrupted();
    } else {
      probe();
    }
  }

  @Override
  public void interrupted() {
    listening = false;
  }

  /** Again if Redis does not take it; if it is lost on its way back, {@link #confirmed} follows. */
  private void probe() {
    publish
        .apply(inlet.envelope().sealProbe(mark))
        .whenComplete(
            (done, failure) -> {
              if (failure != null && listening && !first.isDone()) {
                later.execute(this::probe);
              }
            });
  }
}
