package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The namespaces of the configuration. A channel of any other does not exist, for whoever asks.
 *
 * @param own channels that the service keeps for itself, in no namespace
 */
public record Namespaces(Map<String, Namespace> byName, Map<ChannelName, Retention> own) {

  private static final Retention NOTHING = new Retention(0, Duration.ZERO);

  public Namespaces {
    byName = Map.copyOf(byName);
    own = Map.copyOf(own);
  }

  public Namespaces(Map<String, Namespace> byName) {
    this(byName, Map.of());
  }

  /** The same with one more channel of the service's own, which nobody else can name. */
  public Namespaces withOwn(ChannelName channel, Retention retention) {
    Map<ChannelName, Retention> more = new HashMap<>(own);
    more.put(channel, retention);
    return new Namespaces(byName, more);
  }

  public Optional<Namespace> of(ChannelName channel) {
    return Optional.ofNullable(byName.get(channel.namespace()));
  }

  /** How much of a channel is kept: nothing of one that does not exist. */
  public Retention retentionOf(ChannelName channel) {
    Namespace namespace = byName.get(channel.namespace());
    return namespace == null ? own.getOrDefault(channel, NOTHING) : namespace.retention();
  }
}
