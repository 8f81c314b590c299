package dev.parley.redis;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Channels of pub/sub, sharded ones on a cluster. */
final class PubSub {

  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final boolean sharded;
  private final Routes routes;
  private final Keeper keeper;
  private final Faults faults;

  PubSub(boolean sharded, Routes routes, Keeper keeper, Faults faults) {
    this.sharded = sharded;
    this.routes = routes;
    this.keeper = keeper;
    this.faults = faults;
  }

  AutoCloseable subscribe(byte[] channel, Redis.Listener listener) {
    Subscription subscription = new Subscription(channel, sharded, listener, routes, keeper);
    subscriptions.add(subscription);
    subscription.connect();
    return () -> {
      subscriptions.remove(subscription);
      subscription.close();
    };
  }

  CompletionStage<Void> publish(byte[] channel, byte[] message) {
    Primary primary = routes.of(SlotHash.getSlot(channel));
    if (primary == null) {
      return failed(RedisFault.UNREACHABLE, "the cluster");
    }
    Link link = primary.link();
    return link == null
        ? failed(RedisFault.UNREACHABLE, primary.toString())
        : link.publish(channel, message, sharded)
            .exceptionallyCompose(failure -> failed(RedisFault.of(failure), primary.toString()));
  }

  void check() {
    subscriptions.forEach(Subscription::check);
  }

  /** A primary is another one than it was. */
  void renew() {
    subscriptions.forEach(Subscription::renew);
  }

  void close() {
    subscriptions.forEach(Subscription::close);
  }

  private CompletionStage<Void> failed(RedisFault fault, String host) {
    faults.failed(fault, "publish", "pub/sub", host);
    if (fault == RedisFault.CLUSTER) {
      var _ = routes.refresh();
    }
    return CompletableFuture.failedStage(new Refusal(RefusalCode.UNAVAILABLE));
  }
}
