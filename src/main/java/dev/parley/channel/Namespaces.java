package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The namespaces of the configuration. A channel of any other does not exist. */
public record Namespaces(Map<String, Namespace> byName) {

  private static final Retention NOTHING = new Retention(0, Duration.ZERO);

  public Namespaces {
    byName = Map.copyOf(byName);
  }

  public Optional<Namespace> of(ChannelName channel) {
    return Optional.ofNullable(byName.get(channel.namespace()));
  }

  Retention retentionOf(ChannelName channel) {
    Namespace namespace = byName.get(channel.namespace());
    return namespace == null ? NOTHING : namespace.retention();
  }
}
