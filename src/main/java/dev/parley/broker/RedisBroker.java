package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.redis.Announcement;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches the other nodes through pub/sub of Redis, sharded on a cluster: each node listens on one
 * channel of its own, {@code {prefix}:to:{address}}.
 *
 * <p>To each node one PUBLISH is under way at a time, so that messages keep their order; what comes
 * meanwhile leaves with the next, and up to 16 MiB may wait. What Redis does not take is dropped
 * and counted.
 */
public final class RedisBroker implements Broker, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisBroker.class);

  private final Redis redis;
  private final RedisKeys keys;
  private final Envelope envelope;
  private final Losses losses = new Losses();
  private final Outbox outbox = new Outbox();

  /** To whom a PUBLISH is under way; its own lock. */
  private final Set<String> busy = new HashSet<>();

  private volatile Optional<RedisInlet> inlet = Optional.empty();
  private volatile @Nullable AutoCloseable subscription;

  /** Connects to nobody yet, and does not own the connections of {@code redis}. */
  public RedisBroker(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
    envelope = new Envelope(keys.prefix());
  }

  @Override
  public CompletionStage<Void> start(String address, Receiver receiver) {
    Inlet into = new Inlet(envelope, losses, receiver);
    RedisInlet here =
        new RedisInlet(address, into, probe -> redis.publish(channel(address), probe));
    inlet = Optional.of(here);
    subscription = redis.subscribe(channel(address), here);
    return here.first();
  }

  @Override
  public void send(Set<String> addresses, ChannelName channel, List<Entry> entries) {
    for (String address : addresses) {
      Optional<RedisInlet> here = inlet.filter(own -> own.address().equals(address));
      if (here.isPresent()) {
        here.get().receiver().arrived(channel, entries);
      } else {
        put(address, channel, entries);
        publishNext(address, false);
      }
    }
  }

  private void put(String address, ChannelName channel, List<Entry> entries) {
    for (Entry entry : entries) {
      Parcel parcel = new Parcel(channel, entry);
      if (!Envelope.fits(parcel)) {
        losses.add(Loss.TOO_LARGE, 1);
      } else if (!outbox.put(address, parcel)) {
        losses.add(Loss.AWAY, 1);
      }
    }
  }

  /**
   * @param mine whether the one that was under way has come to its end
   */
  private void publishNext(String address, boolean mine) {
    Optional<Outbox.Batch> batch;
    synchronized (busy) {
      if (!mine && busy.contains(address)) {
        return;
      }
      batch = outbox.take(address);
      if (batch.isEmpty()) {
        busy.remove(address);
        return;
      }
      busy.add(address);
    }
    int messages = batch.get().parcels().size();
    redis
        .publish(channel(address), envelope.seal(batch.get().parcels()))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                losses.add(Loss.AWAY, messages);
              }
              publishNext(address, true);
            });
  }

  /**
   * What a script of the store needs to send by itself; empty on a cluster, where a script may only
   * reach what is in the slot of its keys.
   */
  public Optional<Announcement> announcement() {
    return redis.isCluster()
        ? Optional.empty()
        : Optional.of(new Announcement(channel(""), envelope.head(), Envelope.LARGEST));
  }

  private String channel(String address) {
    return keys.plain("to:" + address);
  }

  /** Whether this node is reached, as far as is known. */
  public boolean isConnected() {
    return inlet.map(RedisInlet::isConfirmed).orElse(false);
  }

  /** What was lost, and why. */
  public Losses losses() {
    return losses;
  }

  /** Listens no more. */
  @Override
  public void close() {
    AutoCloseable listening = subscription;
    if (listening != null) {
      try {
        listening.close();
      } catch (Exception failure) {
        LOG.warn("The subscription could not be ended", failure);
      }
    }
  }
}
