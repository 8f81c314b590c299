package dev.parley.presence;

import dev.parley.channel.Access;
import dev.parley.channel.Broker;
import dev.parley.channel.Channels;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Retention;
import dev.parley.channel.Subscription;
import dev.parley.channel.Tally;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.Map;

/** Nodes that share one presence store, with real channels. */
final class Cluster {

  static final ChannelName LOBBY = new ChannelName("rooms", "lobby");
  static final ChannelName PAIR = new ChannelName("pairs", "one");
  static final ChannelName SECRET = new ChannelName("secret", "one");
  static final ChannelName PLAIN = new ChannelName("plain", "one");

  final ManualTime time = new ManualTime();
  final MemoryPresenceStore store = new MemoryPresenceStore(time);
  private final Broker broker;
  private final Namespaces namespaces;

  Cluster(Broker broker, int presenceLimit) {
    this.broker = broker;
    this.namespaces =
        new Namespaces(
            Map.of(
                "rooms", namespace(true, presenceLimit, 0),
                "pairs", namespace(true, presenceLimit, 2),
                "secret", namespace(false, 0, 1),
                "plain", namespace(false, 0, 0)));
  }

  Node node(String name) {
    return node(name, store);
  }

  Node node(String name, PresenceStore seenAs) {
    Channels channels =
        new Channels(
            new MemoryStore(time, Duration.ofMinutes(5)),
            broker,
            namespaces,
            new Channels.Node(() -> name, time, new Tally()),
            channel -> new PresenceBacklog(seenAs, namespaces));
    channels.listen(broker.start(name, channels));
    return new Node(channels, new Presence(seenAs, channels, namespaces, time));
  }

  private static Namespace namespace(boolean presence, int presenceLimit, int maxMembers) {
    Retention retention = new Retention(100, Duration.ZERO);
    return new Namespace(retention, presence, presenceLimit, maxMembers, Access.USER, Access.USER);
  }

  /** One node of it. */
  record Node(Channels channels, Presence presence) {

    Subscription listens(FeedReader reader, ChannelName channel) {
      return channels.subscribe(ChannelName.presenceOf(channel), new Since.Now(), reader);
    }

    void enters(String user, String session, ChannelName channel) {
      presence.enter(channel, Users.named(user), session, "sub-1").toCompletableFuture().join();
    }

    void leaves(String user, String session, ChannelName channel) {
      presence.leave(channel, Users.named(user), session, "sub-1").toCompletableFuture().join();
    }
  }
}
