package dev.parley.presence;

import dev.parley.channel.Backlog;
import dev.parley.channel.Entry;
import dev.parley.channel.Joined;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Page;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The past of a presence feed is one message, the newest snapshot. A subscription begins with it,
 * and an event that is missing is repaired by another.
 */
public final class PresenceBacklog implements Backlog {

  private final PresenceStore store;
  private final Namespaces namespaces;

  public PresenceBacklog(PresenceStore store, Namespaces namespaces) {
    this.store = store;
    this.namespaces = namespaces;
  }

  /** Begins one before the end, wherever {@code since} is, so that the snapshot is replayed. */
  @Override
  public CompletionStage<Joined> join(ChannelName feed, String node, Since since) {
    return store
        .listen(channelOf(feed), node)
        .thenApply(end -> new Joined(end, end.number() - 1, true));
  }

  @Override
  public CompletionStage<Void> leave(ChannelName feed, String node) {
    return store.unlisten(channelOf(feed), node);
  }

  @Override
  public CompletionStage<Page> readAfter(ChannelName feed, long number, int limit) {
    ChannelName channel = channelOf(feed);
    Limits limits = namespaces.of(channel).map(Limits::of).orElse(Limits.NOBODY_COUNTS);
    return store
        .snapshot(channel, limits)
        .thenApply(
            snapshot -> {
              boolean isNews = snapshot.id().number() > number;
              List<Entry> found = isNews ? List.of(message(channel, snapshot)) : List.of();
              return new Page(found, snapshot.id(), false);
            });
  }

  @Override
  public boolean repairs(ChannelName feed) {
    return true;
  }

  /** A snapshot replaces what was known, so nothing is ever missing. */
  @Override
  public boolean marksGaps() {
    return false;
  }

  private static Entry message(ChannelName channel, Snapshot snapshot) {
    return PresenceJson.message(
        channel, snapshot.id(), snapshot.at(), PresenceJson.snapshot(snapshot));
  }

  private static ChannelName channelOf(ChannelName feed) {
    String channel = feed.name();
    int dot = channel.indexOf('.');
    return new ChannelName(channel.substring(0, dot), channel.substring(dot + 1));
  }
}
