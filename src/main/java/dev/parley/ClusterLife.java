package dev.parley;

import dev.parley.channel.Broker;
import dev.parley.channel.Channels;
import dev.parley.cluster.Membership;
import dev.parley.order.Orders;
import dev.parley.redis.Probe;
import dev.parley.redis.Redis;
import dev.parley.revocation.SharedRevocations;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * This node's way into its cluster, and out of it: every script can be run, the lease is taken, the
 * broker brings what is sent here, and orders are followed. Whatever is missing is told and tried
 * again; sockets may come meanwhile, and wait.
 */
final class ClusterLife implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterLife.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long FAREWELL_SECONDS = 2;

  /** What a node meets there. */
  record Neighbours(
      Redis redis,
      List<Probe> probes,
      Membership membership,
      Broker broker,
      SharedRevocations revocations) {}

  private final Neighbours neighbours;
  private final Channels channels;
  private final Orders orders;
  private final Contact contact;
  private final ScheduledExecutorService timer;
  private volatile boolean running;

  ClusterLife(
      Neighbours neighbours,
      Channels channels,
      Orders orders,
      Contact contact,
      ScheduledExecutorService timer) {
    this.neighbours = neighbours;
    this.channels = channels;
    this.orders = orders;
    this.contact = contact;
    this.timer = timer;
  }

  /** Before all that brings sessions, and after all of them are gone. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void start() {
    running = true;
    neighbours.redis().onReturn(channels::compare);
    neighbours.redis().onReturn(neighbours.revocations()::compare);
    channels.compareRegularly();
    look(FIRST_PAUSE_MILLIS);
  }

  private void look(long pause) {
    neighbours
        .redis()
        .probe(neighbours.probes())
        .whenComplete((done, failure) -> looked(failure, pause));
  }

  private void looked(@Nullable Throwable failure, long pause) {
    if (!running) {
      return;
    }
    if (failure == null) {
      enter();
    } else {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      contact.failed(String.valueOf(cause.getMessage()));
      LOG.warn("Not ready yet, see spring.data.redis: {}", cause.getMessage());
      long jittered = ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
      long next = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      var _ = timer.schedule(() -> look(next), jittered, TimeUnit.MILLISECONDS);
    }
  }

  private void enter() {
    Membership membership = neighbours.membership();
    channels.listen(
        membership
            .start()
            .thenCompose(
                leased -> neighbours.broker().start(membership.lease().address(), channels)));
    // Who is let in before that might miss a kick, or be kept out.
    orders
        .follow()
        .thenCompose(followed -> neighbours.revocations().begin())
        .thenRun(this::entered);
  }

  private void entered() {
    contact.isMade();
    LOG.info("Node {} is in the cluster", neighbours.membership().lease().name());
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  /** Nothing of this node is left for others to clear away, if the store can still be reached. */
  @Override
  public void stop(Runnable callback) {
    running = false;
    orders.stop();
    CompletableFuture<Void> left = neighbours.membership().close().toCompletableFuture();
    var _ =
        left.orTimeout(FAREWELL_SECONDS, TimeUnit.SECONDS)
            .whenComplete((done, failure) -> callback.run());
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
