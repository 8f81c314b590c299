package dev.parley.channel;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.util.concurrent.CompletionStage;

/** The past of a channel is its log. */
public final class LogBacklog implements Backlog {

  private final ChannelStore store;
  private final Namespaces namespaces;

  public LogBacklog(ChannelStore store, Namespaces namespaces) {
    this.store = store;
    this.namespaces = namespaces;
  }

  @Override
  public CompletionStage<Joined> join(ChannelName channel, String node, Since since) {
    return store.join(channel, namespaces.retentionOf(channel), node, since);
  }

  @Override
  public CompletionStage<Void> leave(ChannelName channel, String node) {
    return store.leave(channel, node);
  }

  @Override
  public CompletionStage<Page> readAfter(ChannelName channel, long number, int limit) {
    return store.readAfter(channel, namespaces.retentionOf(channel), number, limit);
  }

  @Override
  public boolean repairs(ChannelName channel) {
    return namespaces.retentionOf(channel).messages() > 0;
  }

  @Override
  public boolean marksGaps() {
    return true;
  }
}
