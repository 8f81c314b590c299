package dev.parley.identity;

import dev.parley.protocol.ChannelName;
import java.util.List;

/** The channels that a token grants, by patterns. */
public final class Grants {

  /** A token that grants nothing of its own. */
  public static final Grants NONE = new Grants(List.of(), List.of());

  private final List<ChannelPattern> subscribe;
  private final List<ChannelPattern> publish;

  Grants(List<ChannelPattern> subscribe, List<ChannelPattern> publish) {
    this.subscribe = List.copyOf(subscribe);
    this.publish = List.copyOf(publish);
  }

  public boolean maySubscribe(ChannelName channel) {
    return matches(subscribe, channel);
  }

  public boolean mayPublish(ChannelName channel) {
    return matches(publish, channel);
  }

  private static boolean matches(List<ChannelPattern> patterns, ChannelName channel) {
    String name = channel.toString();
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }

  @Override
  public String toString() {
    return subscribe.size() + " to subscribe, " + publish.size() + " to publish";
  }
}
